namespace Kubesharp.Api.Core.V1;

/// <summary>What was last observed of a node.</summary>
[ApiType("io.k8s.api.core.v1.NodeStatus")]
public sealed partial record NodeStatus
{
    /// <summary>Resources the machine has.</summary>
    [Field(1)]
    public ValueMap<Quantity> Capacity { get; init; }

    /// <summary>Resources that pods may use, after what the system keeps for itself.</summary>
    [Field(2)]
    public ValueMap<Quantity> Allocatable { get; init; }

    /// <summary>Not used any more.</summary>
    [Field(3, Enum = typeof(NodePhase))]
    public string Phase { get; init; } = "";

    /// <summary>Aspects of the state: Ready, MemoryPressure, DiskPressure, PIDPressure and NetworkUnavailable.</summary>
    [Field(4, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<NodeCondition> Conditions { get; init; }

    /// <summary>Addresses and names of the node.</summary>
    [Field(5, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<NodeAddress> Addresses { get; init; }

    /// <summary>Ports of the node agent.</summary>
    [Field(6)]
    public NodeDaemonEndpoints DaemonEndpoints { get; init; } = NodeDaemonEndpoints.Empty;

    /// <summary>Versions and identifiers of the machine and its software.</summary>
    [Field(7)]
    public NodeSystemInfo NodeInfo { get; init; } = NodeSystemInfo.Empty;

    /// <summary>Images on the node.</summary>
    [Field(8, ListType = ListType.Atomic)]
    public ValueList<ContainerImage> Images { get; init; }

    /// <summary>Volumes that are mounted and must not be detached.</summary>
    [Field(9, ListType = ListType.Atomic)]
    public ValueList<string> VolumesInUse { get; init; }

    /// <summary>Volumes that are attached to the machine.</summary>
    [Field(10, ListType = ListType.Atomic)]
    public ValueList<AttachedVolume> VolumesAttached { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(11)]
    public NodeConfigStatus? Config { get; init; }

    /// <summary>Runtimes the node offers and what they can do.</summary>
    [Field(12, ListType = ListType.Atomic)]
    public ValueList<NodeRuntimeHandler> RuntimeHandlers { get; init; }

    /// <summary>What the container runtime can do.</summary>
    [Field(13)]
    public NodeFeatures? Features { get; init; }

    /// <summary>Features of the node agent that the scheduler may rely on.</summary>
    [Field(14, ListType = ListType.Atomic)]
    public ValueList<string> DeclaredFeatures { get; init; }
}

/// <summary>A volume attached to a node.</summary>
[ApiType("io.k8s.api.core.v1.AttachedVolume")]
public sealed partial record AttachedVolume
{
    /// <summary>Name of the volume.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Path of the device.</summary>
    [Field(2, Always = true, Required = true)]
    public string DevicePath { get; init; } = "";
}

/// <summary>An image on a node.</summary>
[ApiType("io.k8s.api.core.v1.ContainerImage", Shared = true)]
public sealed partial record ContainerImage
{
    /// <summary>Names the image is known by.</summary>
    [Field(1, Always = true, ListType = ListType.Atomic)]
    public ValueList<string> Names { get; init; }

    /// <summary>Its size in bytes.</summary>
    [Field(2)]
    public long SizeBytes { get; init; }
}

/// <summary>A port.</summary>
[ApiType("io.k8s.api.core.v1.DaemonEndpoint")]
public sealed partial record DaemonEndpoint
{
    /// <summary>Port number.</summary>
    [Field(1, Name = "Port", Always = true, Required = true)]
    public int Port { get; init; }
}

/// <summary>An address or name of a node.</summary>
[ApiType("io.k8s.api.core.v1.NodeAddress")]
public sealed partial record NodeAddress
{
    /// <summary>Hostname, InternalIP, ExternalIP, InternalDNS or ExternalDNS.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>The address or name.</summary>
    [Field(2, Always = true, Required = true)]
    public string Address { get; init; } = "";
}

/// <summary>One aspect of the state of a node.</summary>
[ApiType("io.k8s.api.core.v1.NodeCondition")]
public sealed partial record NodeCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    /// <summary>When the condition was last reported.</summary>
    [Field(3, Always = true)]
    public DateTimeOffset LastHeartbeatTime { get; init; }

    /// <summary>When the status last changed from one value to another.</summary>
    [Field(4, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Why, as one word for programs.</summary>
    [Field(5)]
    public string Reason { get; init; } = "";

    /// <summary>Why, in a sentence for people.</summary>
    [Field(6)]
    public string Message { get; init; } = "";
}

/// <summary>No longer supported.</summary>
[ApiType("io.k8s.api.core.v1.NodeConfigStatus")]
public sealed partial record NodeConfigStatus
{
    [Field(1)]
    public NodeConfigSource? Assigned { get; init; }

    [Field(2)]
    public NodeConfigSource? Active { get; init; }

    [Field(3)]
    public NodeConfigSource? LastKnownGood { get; init; }

    [Field(4)]
    public string Error { get; init; } = "";
}

/// <summary>Ports of the node agent.</summary>
[ApiType("io.k8s.api.core.v1.NodeDaemonEndpoints")]
public sealed partial record NodeDaemonEndpoints
{
    /// <summary>Port of its HTTPS server.</summary>
    [Field(1)]
    public DaemonEndpoint KubeletEndpoint { get; init; } = DaemonEndpoint.Empty;
}

/// <summary>What the container runtime of a node can do.</summary>
[ApiType("io.k8s.api.core.v1.NodeFeatures")]
public sealed partial record NodeFeatures
{
    /// <summary>Whether it honours supplementalGroupsPolicy.</summary>
    [Field(1)]
    public bool? SupplementalGroupsPolicy { get; init; }
}

/// <summary>A runtime a node offers.</summary>
[ApiType("io.k8s.api.core.v1.NodeRuntimeHandler")]
public sealed partial record NodeRuntimeHandler
{
    /// <summary>Its name; empty for the default.</summary>
    [Field(1, Always = true)]
    public string Name { get; init; } = "";

    /// <summary>What it can do.</summary>
    [Field(2)]
    public NodeRuntimeHandlerFeatures? Features { get; init; }
}

/// <summary>What a runtime can do.</summary>
[ApiType("io.k8s.api.core.v1.NodeRuntimeHandlerFeatures")]
public sealed partial record NodeRuntimeHandlerFeatures
{
    /// <summary>Whether mounts can be made read-only with all below them.</summary>
    [Field(1)]
    public bool? RecursiveReadOnlyMounts { get; init; }

    /// <summary>Whether pods can have user namespaces.</summary>
    [Field(2)]
    public bool? UserNamespaces { get; init; }
}

/// <summary>Swap space of a node.</summary>
[ApiType("io.k8s.api.core.v1.NodeSwapStatus")]
public sealed partial record NodeSwapStatus
{
    /// <summary>Its size in bytes.</summary>
    [Field(1)]
    public long? Capacity { get; init; }
}

/// <summary>Versions and identifiers of a node.</summary>
[ApiType("io.k8s.api.core.v1.NodeSystemInfo")]
public sealed partial record NodeSystemInfo
{
    /// <summary>Identifier of the installation, from /etc/machine-id.</summary>
    [Field(1, Always = true, Required = true)]
    public string MachineID { get; init; } = "";

    /// <summary>Identifier of the hardware.</summary>
    [Field(2, Always = true, Required = true)]
    public string SystemUUID { get; init; } = "";

    /// <summary>Identifier of the present start of the system.</summary>
    [Field(3, Always = true, Required = true)]
    public string BootID { get; init; } = "";

    /// <summary>Version of the kernel.</summary>
    [Field(4, Always = true, Required = true)]
    public string KernelVersion { get; init; } = "";

    /// <summary>Name of the operating system.</summary>
    [Field(5, Always = true, Required = true)]
    public string OsImage { get; init; } = "";

    /// <summary>Container runtime and its version.</summary>
    [Field(6, Always = true, Required = true)]
    public string ContainerRuntimeVersion { get; init; } = "";

    /// <summary>Version of the node agent.</summary>
    [Field(7, Always = true, Required = true)]
    public string KubeletVersion { get; init; } = "";

    /// <summary>Not used any more.</summary>
    [Field(8, Always = true, Required = true)]
    public string KubeProxyVersion { get; init; } = "";

    /// <summary>linux or windows.</summary>
    [Field(9, Always = true, Required = true)]
    public string OperatingSystem { get; init; } = "";

    /// <summary>Architecture of the processor, such as amd64.</summary>
    [Field(10, Always = true, Required = true)]
    public string Architecture { get; init; } = "";

    /// <summary>Swap space.</summary>
    [Field(11)]
    public NodeSwapStatus? Swap { get; init; }
}
