namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PodStatus")]
public sealed partial record PodStatus
{
    [Field(17)]
    public long ObservedGeneration { get; init; }

    [Field(1, Enum = typeof(PodPhase))]
    public string Phase { get; init; } = "";

    [Field(2, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<PodCondition> Conditions { get; init; }

    [Field(3)]
    public string Message { get; init; } = "";

    [Field(4)]
    public string Reason { get; init; } = "";

    [Field(11)]
    public string NominatedNodeName { get; init; } = "";

    [Field(5)]
    public string HostIP { get; init; } = "";

    [Field(16, Merge = true, MergeKey = "ip", ListType = ListType.Atomic)]
    public ValueList<HostIP> HostIPs { get; init; }

    [Field(6)]
    public string PodIP { get; init; } = "";

    [Field(12, Merge = true, MergeKey = "ip", ListType = ListType.Map, ListMapKeys = "ip")]
    public ValueList<PodIP> PodIPs { get; init; }

    [Field(7)]
    public DateTimeOffset? StartTime { get; init; }

    [Field(10, ListType = ListType.Atomic)]
    public ValueList<ContainerStatus> InitContainerStatuses { get; init; }

    [Field(8, ListType = ListType.Atomic)]
    public ValueList<ContainerStatus> ContainerStatuses { get; init; }

    [Field(9, Enum = typeof(PodQOSClass))]
    public string QosClass { get; init; } = "";

    [Field(13, ListType = ListType.Atomic)]
    public ValueList<ContainerStatus> EphemeralContainerStatuses { get; init; }

    [Field(14)]
    public string Resize { get; init; } = "";

    [Field(15, Merge = true, RetainKeys = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<PodResourceClaimStatus> ResourceClaimStatuses { get; init; }

    [Field(18)]
    public PodExtendedResourceClaimStatus? ExtendedResourceClaimStatus { get; init; }

    [Field(19)]
    public ValueMap<Quantity> AllocatedResources { get; init; }

    [Field(20)]
    public ResourceRequirements? Resources { get; init; }

    [Field(21, ListType = ListType.Atomic)]
    public ValueList<NodeAllocatableResourceClaimStatus> NodeAllocatableResourceClaimStatuses { get; init; }
}

[ApiType("io.k8s.api.core.v1.ContainerExtendedResourceRequest")]
public sealed partial record ContainerExtendedResourceRequest
{
    [Field(1, Always = true, Required = true)]
    public string ContainerName { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string ResourceName { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string RequestName { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.HostIP")]
public sealed partial record HostIP
{
    [Field(1, Always = true, Required = true)]
    public string Ip { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.NodeAllocatableResourceClaimStatus")]
public sealed partial record NodeAllocatableResourceClaimStatus
{
    [Field(1, Always = true, Required = true)]
    public string ResourceClaimName { get; init; } = "";

    [Field(2, ListType = ListType.Set)]
    public ValueList<string> Containers { get; init; }

    [Field(3, Always = true, Required = true)]
    public ValueMap<Quantity> Resources { get; init; }
}

[ApiType("io.k8s.api.core.v1.PodCondition")]
public sealed partial record PodCondition
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(7)]
    public long ObservedGeneration { get; init; }

    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    [Field(3, Always = true)]
    public DateTimeOffset LastProbeTime { get; init; }

    [Field(4, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    [Field(5)]
    public string Reason { get; init; } = "";

    [Field(6)]
    public string Message { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.PodExtendedResourceClaimStatus")]
public sealed partial record PodExtendedResourceClaimStatus
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<ContainerExtendedResourceRequest> RequestMappings { get; init; }

    [Field(2, Always = true, Required = true)]
    public string ResourceClaimName { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.PodIP")]
public sealed partial record PodIP
{
    [Field(1, Always = true, Required = true)]
    public string Ip { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.PodResourceClaimStatus")]
public sealed partial record PodResourceClaimStatus
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2)]
    public string? ResourceClaimName { get; init; }
}
