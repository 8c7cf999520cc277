namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.NodeStatus")]
public sealed partial record NodeStatus
{
    [Field(1)]
    public ValueMap<Quantity> Capacity { get; init; }

    [Field(2)]
    public ValueMap<Quantity> Allocatable { get; init; }

    [Field(3, Enum = typeof(NodePhase))]
    public string Phase { get; init; } = "";

    [Field(4, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<NodeCondition> Conditions { get; init; }

    [Field(5, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<NodeAddress> Addresses { get; init; }

    [Field(6)]
    public NodeDaemonEndpoints DaemonEndpoints { get; init; } = NodeDaemonEndpoints.Empty;

    [Field(7)]
    public NodeSystemInfo NodeInfo { get; init; } = NodeSystemInfo.Empty;

    [Field(8, ListType = ListType.Atomic)]
    public ValueList<ContainerImage> Images { get; init; }

    [Field(9, ListType = ListType.Atomic)]
    public ValueList<string> VolumesInUse { get; init; }

    [Field(10, ListType = ListType.Atomic)]
    public ValueList<AttachedVolume> VolumesAttached { get; init; }

    [Field(11)]
    public NodeConfigStatus? Config { get; init; }

    [Field(12, ListType = ListType.Atomic)]
    public ValueList<NodeRuntimeHandler> RuntimeHandlers { get; init; }

    [Field(13)]
    public NodeFeatures? Features { get; init; }

    [Field(14, ListType = ListType.Atomic)]
    public ValueList<string> DeclaredFeatures { get; init; }
}

[ApiType("io.k8s.api.core.v1.AttachedVolume")]
public sealed partial record AttachedVolume
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string DevicePath { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.ContainerImage")]
public sealed partial record ContainerImage
{
    [Field(1, Always = true, ListType = ListType.Atomic)]
    public ValueList<string> Names { get; init; }

    [Field(2)]
    public long SizeBytes { get; init; }
}

[ApiType("io.k8s.api.core.v1.DaemonEndpoint")]
public sealed partial record DaemonEndpoint
{
    [Field(1, Name = "Port", Always = true, Required = true)]
    public int Port { get; init; }
}

[ApiType("io.k8s.api.core.v1.NodeAddress")]
public sealed partial record NodeAddress
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Address { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.NodeCondition")]
public sealed partial record NodeCondition
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    [Field(3, Always = true)]
    public DateTimeOffset LastHeartbeatTime { get; init; }

    [Field(4, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    [Field(5)]
    public string Reason { get; init; } = "";

    [Field(6)]
    public string Message { get; init; } = "";
}

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

[ApiType("io.k8s.api.core.v1.NodeDaemonEndpoints")]
public sealed partial record NodeDaemonEndpoints
{
    [Field(1)]
    public DaemonEndpoint KubeletEndpoint { get; init; } = DaemonEndpoint.Empty;
}

[ApiType("io.k8s.api.core.v1.NodeFeatures")]
public sealed partial record NodeFeatures
{
    [Field(1)]
    public bool? SupplementalGroupsPolicy { get; init; }
}

[ApiType("io.k8s.api.core.v1.NodeRuntimeHandler")]
public sealed partial record NodeRuntimeHandler
{
    [Field(1, Always = true)]
    public string Name { get; init; } = "";

    [Field(2)]
    public NodeRuntimeHandlerFeatures? Features { get; init; }
}

[ApiType("io.k8s.api.core.v1.NodeRuntimeHandlerFeatures")]
public sealed partial record NodeRuntimeHandlerFeatures
{
    [Field(1)]
    public bool? RecursiveReadOnlyMounts { get; init; }

    [Field(2)]
    public bool? UserNamespaces { get; init; }
}

[ApiType("io.k8s.api.core.v1.NodeSwapStatus")]
public sealed partial record NodeSwapStatus
{
    [Field(1)]
    public long? Capacity { get; init; }
}

[ApiType("io.k8s.api.core.v1.NodeSystemInfo")]
public sealed partial record NodeSystemInfo
{
    [Field(1, Always = true, Required = true)]
    public string MachineID { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string SystemUUID { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string BootID { get; init; } = "";

    [Field(4, Always = true, Required = true)]
    public string KernelVersion { get; init; } = "";

    [Field(5, Always = true, Required = true)]
    public string OsImage { get; init; } = "";

    [Field(6, Always = true, Required = true)]
    public string ContainerRuntimeVersion { get; init; } = "";

    [Field(7, Always = true, Required = true)]
    public string KubeletVersion { get; init; } = "";

    [Field(8, Always = true, Required = true)]
    public string KubeProxyVersion { get; init; } = "";

    [Field(9, Always = true, Required = true)]
    public string OperatingSystem { get; init; } = "";

    [Field(10, Always = true, Required = true)]
    public string Architecture { get; init; } = "";

    [Field(11)]
    public NodeSwapStatus? Swap { get; init; }
}
