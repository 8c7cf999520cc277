namespace Kubesharp.Api.Core.V1;

/// <summary>What was last observed of a container.</summary>
[ApiType("io.k8s.api.core.v1.ContainerStatus")]
public sealed partial record ContainerStatus
{
    /// <summary>Name of the container.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>What it does now: waiting, running or terminated.</summary>
    [Field(2)]
    public ContainerState State { get; init; } = ContainerState.Empty;

    /// <summary>How it ended the last time.</summary>
    [Field(3)]
    public ContainerState LastState { get; init; } = ContainerState.Empty;

    /// <summary>Whether it passes its readiness probe.</summary>
    [Field(4, Always = true, Required = true)]
    public bool Ready { get; init; }

    /// <summary>How often it was started again.</summary>
    [Field(5, Always = true, Required = true)]
    public int RestartCount { get; init; }

    /// <summary>Image it runs; it may be spelled differently from the specification.</summary>
    [Field(6, Always = true, Required = true)]
    public string Image { get; init; } = "";

    /// <summary>Exact identifier of the image.</summary>
    [Field(7, Always = true, Required = true)]
    public string ImageID { get; init; } = "";

    /// <summary>Identifier given by the runtime, such as containerd://4f2a.</summary>
    [Field(8)]
    public string ContainerID { get; init; } = "";

    /// <summary>Whether it has passed its startup probe.</summary>
    [Field(9)]
    public bool? Started { get; init; }

    /// <summary>Resources the node has set aside for it.</summary>
    [Field(10)]
    public ValueMap<Quantity> AllocatedResources { get; init; }

    /// <summary>Resources in force.</summary>
    [Field(11)]
    public ResourceRequirements? Resources { get; init; }

    /// <summary>State of its mounts.</summary>
    [Field(12, Merge = true, MergeKey = "mountPath", ListType = ListType.Map, ListMapKeys = "mountPath")]
    public ValueList<VolumeMountStatus> VolumeMounts { get; init; }

    /// <summary>User and groups its first process started with.</summary>
    [Field(13)]
    public ContainerUser? User { get; init; }

    /// <summary>Health of the devices it uses.</summary>
    [Field(14, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<ResourceStatus> AllocatedResourcesStatus { get; init; }

    /// <summary>Signal that asks it to stop.</summary>
    [Field(15, Enum = typeof(Signals))]
    public string? StopSignal { get; init; }
}

/// <summary>What a container does; at most one member is set, none means waiting.</summary>
[ApiType("io.k8s.api.core.v1.ContainerState")]
public sealed partial record ContainerState
{
    /// <summary>It has not started yet, or not again.</summary>
    [Field(1)]
    public ContainerStateWaiting? Waiting { get; init; }

    /// <summary>It runs.</summary>
    [Field(2)]
    public ContainerStateRunning? Running { get; init; }

    /// <summary>It has ended.</summary>
    [Field(3)]
    public ContainerStateTerminated? Terminated { get; init; }
}

/// <summary>A container that runs.</summary>
[ApiType("io.k8s.api.core.v1.ContainerStateRunning")]
public sealed partial record ContainerStateRunning
{
    /// <summary>When it was last started.</summary>
    [Field(1, Always = true)]
    public DateTimeOffset StartedAt { get; init; }
}

/// <summary>A container that has ended.</summary>
[ApiType("io.k8s.api.core.v1.ContainerStateTerminated")]
public sealed partial record ContainerStateTerminated
{
    /// <summary>Exit code of its first process.</summary>
    [Field(1, Always = true, Required = true)]
    public int ExitCode { get; init; }

    /// <summary>Signal that ended it, if one did.</summary>
    [Field(2)]
    public int Signal { get; init; }

    /// <summary>Why it ended, as one word, such as Completed, Error or OOMKilled.</summary>
    [Field(3)]
    public string Reason { get; init; } = "";

    /// <summary>Its termination message.</summary>
    [Field(4)]
    public string Message { get; init; } = "";

    /// <summary>When it started.</summary>
    [Field(5, Always = true)]
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    [Field(6, Always = true)]
    public DateTimeOffset FinishedAt { get; init; }

    /// <summary>Identifier given by the runtime.</summary>
    [Field(7)]
    public string ContainerID { get; init; } = "";
}

/// <summary>A container that has not started.</summary>
[ApiType("io.k8s.api.core.v1.ContainerStateWaiting")]
public sealed partial record ContainerStateWaiting
{
    /// <summary>Why it waits, as one word, such as ContainerCreating, ImagePullBackOff or CrashLoopBackOff.</summary>
    [Field(1)]
    public string Reason { get; init; } = "";

    /// <summary>Why it waits, in a sentence.</summary>
    [Field(2)]
    public string Message { get; init; } = "";
}

/// <summary>Users a container's first process started with.</summary>
[ApiType("io.k8s.api.core.v1.ContainerUser")]
public sealed partial record ContainerUser
{
    /// <summary>On Linux.</summary>
    [Field(1)]
    public LinuxContainerUser? Linux { get; init; }
}

/// <summary>State of a volume made from an image.</summary>
[ApiType("io.k8s.api.core.v1.ImageVolumeStatus")]
public sealed partial record ImageVolumeStatus
{
    /// <summary>Exact identifier of the image.</summary>
    [Field(1, Required = true)]
    public string ImageRef { get; init; } = "";
}

/// <summary>User and groups of a process on Linux.</summary>
[ApiType("io.k8s.api.core.v1.LinuxContainerUser")]
public sealed partial record LinuxContainerUser
{
    /// <summary>User.</summary>
    [Field(1, Always = true, Required = true)]
    public long Uid { get; init; }

    /// <summary>Primary group.</summary>
    [Field(2, Always = true, Required = true)]
    public long Gid { get; init; }

    /// <summary>Further groups.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<long> SupplementalGroups { get; init; }
}

/// <summary>Health of one device.</summary>
[ApiType("io.k8s.api.core.v1.ResourceHealth")]
public sealed partial record ResourceHealth
{
    /// <summary>Identifier of the device.</summary>
    [Field(1, Always = true, Required = true)]
    public string ResourceID { get; init; } = "";

    /// <summary>Healthy, Unhealthy or Unknown.</summary>
    [Field(2)]
    public string Health { get; init; } = "";

    /// <summary>More about it, in a sentence.</summary>
    [Field(6)]
    public string? Message { get; init; }
}

/// <summary>Health of the devices behind one resource.</summary>
[ApiType("io.k8s.api.core.v1.ResourceStatus")]
public sealed partial record ResourceStatus
{
    /// <summary>Name of the resource or claim.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>The devices.</summary>
    [Field(2, ListType = ListType.Map, ListMapKeys = "resourceID")]
    public ValueList<ResourceHealth> Resources { get; init; }
}

/// <summary>State of a mount.</summary>
[ApiType("io.k8s.api.core.v1.VolumeMountStatus")]
public sealed partial record VolumeMountStatus
{
    /// <summary>Name of the volume.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Where it is mounted.</summary>
    [Field(2, Always = true, Required = true)]
    public string MountPath { get; init; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    [Field(3)]
    public bool ReadOnly { get; init; }

    /// <summary>Whether mounts below it are read-only too: Disabled, IfPossible or Enabled.</summary>
    [Field(4)]
    public string? RecursiveReadOnly { get; init; }

    /// <summary>More about the volume, for kinds of volumes that have it.</summary>
    [Field(5)]
    public VolumeStatus? VolumeStatus { get; init; }
}

/// <summary>State of a mounted volume.</summary>
[ApiType("io.k8s.api.core.v1.VolumeStatus")]
public sealed partial record VolumeStatus
{
    /// <summary>State of a volume made from an image.</summary>
    [Field(1)]
    public ImageVolumeStatus? Image { get; init; }
}
