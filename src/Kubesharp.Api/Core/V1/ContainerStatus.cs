namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ContainerStatus")]
public sealed partial record ContainerStatus
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2)]
    public ContainerState State { get; init; } = ContainerState.Empty;

    [Field(3)]
    public ContainerState LastState { get; init; } = ContainerState.Empty;

    [Field(4, Always = true, Required = true)]
    public bool Ready { get; init; }

    [Field(5, Always = true, Required = true)]
    public int RestartCount { get; init; }

    [Field(6, Always = true, Required = true)]
    public string Image { get; init; } = "";

    [Field(7, Always = true, Required = true)]
    public string ImageID { get; init; } = "";

    [Field(8)]
    public string ContainerID { get; init; } = "";

    [Field(9)]
    public bool? Started { get; init; }

    [Field(10)]
    public ValueMap<Quantity> AllocatedResources { get; init; }

    [Field(11)]
    public ResourceRequirements? Resources { get; init; }

    [Field(12, Merge = true, MergeKey = "mountPath", ListType = ListType.Map, ListMapKeys = "mountPath")]
    public ValueList<VolumeMountStatus> VolumeMounts { get; init; }

    [Field(13)]
    public ContainerUser? User { get; init; }

    [Field(14, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<ResourceStatus> AllocatedResourcesStatus { get; init; }

    [Field(15, Enum = typeof(Signals))]
    public string? StopSignal { get; init; }
}

[ApiType("io.k8s.api.core.v1.ContainerState")]
public sealed partial record ContainerState
{
    [Field(1)]
    public ContainerStateWaiting? Waiting { get; init; }

    [Field(2)]
    public ContainerStateRunning? Running { get; init; }

    [Field(3)]
    public ContainerStateTerminated? Terminated { get; init; }
}

[ApiType("io.k8s.api.core.v1.ContainerStateRunning")]
public sealed partial record ContainerStateRunning
{
    [Field(1, Always = true)]
    public DateTimeOffset StartedAt { get; init; }
}

[ApiType("io.k8s.api.core.v1.ContainerStateTerminated")]
public sealed partial record ContainerStateTerminated
{
    [Field(1, Always = true, Required = true)]
    public int ExitCode { get; init; }

    [Field(2)]
    public int Signal { get; init; }

    [Field(3)]
    public string Reason { get; init; } = "";

    [Field(4)]
    public string Message { get; init; } = "";

    [Field(5, Always = true)]
    public DateTimeOffset StartedAt { get; init; }

    [Field(6, Always = true)]
    public DateTimeOffset FinishedAt { get; init; }

    [Field(7)]
    public string ContainerID { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.ContainerStateWaiting")]
public sealed partial record ContainerStateWaiting
{
    [Field(1)]
    public string Reason { get; init; } = "";

    [Field(2)]
    public string Message { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.ContainerUser")]
public sealed partial record ContainerUser
{
    [Field(1)]
    public LinuxContainerUser? Linux { get; init; }
}

[ApiType("io.k8s.api.core.v1.ImageVolumeStatus")]
public sealed partial record ImageVolumeStatus
{
    [Field(1, Required = true)]
    public string ImageRef { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.LinuxContainerUser")]
public sealed partial record LinuxContainerUser
{
    [Field(1, Always = true, Required = true)]
    public long Uid { get; init; }

    [Field(2, Always = true, Required = true)]
    public long Gid { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<long> SupplementalGroups { get; init; }
}

[ApiType("io.k8s.api.core.v1.ResourceHealth")]
public sealed partial record ResourceHealth
{
    [Field(1, Always = true, Required = true)]
    public string ResourceID { get; init; } = "";

    [Field(2)]
    public string Health { get; init; } = "";

    [Field(6)]
    public string? Message { get; init; }
}

[ApiType("io.k8s.api.core.v1.ResourceStatus")]
public sealed partial record ResourceStatus
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, ListType = ListType.Map, ListMapKeys = "resourceID")]
    public ValueList<ResourceHealth> Resources { get; init; }
}

[ApiType("io.k8s.api.core.v1.VolumeMountStatus")]
public sealed partial record VolumeMountStatus
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string MountPath { get; init; } = "";

    [Field(3)]
    public bool ReadOnly { get; init; }

    [Field(4)]
    public string? RecursiveReadOnly { get; init; }

    [Field(5)]
    public VolumeStatus? VolumeStatus { get; init; }
}

[ApiType("io.k8s.api.core.v1.VolumeStatus")]
public sealed partial record VolumeStatus
{
    [Field(1)]
    public ImageVolumeStatus? Image { get; init; }
}
