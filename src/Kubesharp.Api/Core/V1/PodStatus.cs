namespace Kubesharp.Api.Core.V1;

/// <summary>What was last observed of a pod.</summary>
[ApiType("io.k8s.api.core.v1.PodStatus")]
public sealed partial record PodStatus
{
    /// <summary>Generation of the specification the status is about.</summary>
    [Field(17)]
    public long ObservedGeneration { get; init; }

    /// <summary>Where the pod is in its life: Pending, Running, Succeeded, Failed or Unknown.</summary>
    [Field(1, Enum = typeof(PodPhase))]
    public string Phase { get; init; } = "";

    /// <summary>Aspects of the state, such as PodScheduled, Initialized and Ready.</summary>
    [Field(2, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<PodCondition> Conditions { get; init; }

    /// <summary>Why the pod is in this state, in a sentence.</summary>
    [Field(3)]
    public string Message { get; init; } = "";

    /// <summary>Why the pod is in this state, as one word, such as Evicted.</summary>
    [Field(4)]
    public string Reason { get; init; } = "";

    /// <summary>Node on which room is being made for the pod. It may still land elsewhere.</summary>
    [Field(11)]
    public string NominatedNodeName { get; init; } = "";

    /// <summary>Address of the node.</summary>
    [Field(5)]
    public string HostIP { get; init; } = "";

    /// <summary>Addresses of the node, one for each IP family.</summary>
    [Field(16, Merge = true, MergeKey = "ip", ListType = ListType.Atomic)]
    public ValueList<HostIP> HostIPs { get; init; }

    /// <summary>Address of the pod.</summary>
    [Field(6)]
    public string PodIP { get; init; } = "";

    /// <summary>Addresses of the pod, one for each IP family.</summary>
    [Field(12, Merge = true, MergeKey = "ip", ListType = ListType.Map, ListMapKeys = "ip")]
    public ValueList<PodIP> PodIPs { get; init; }

    /// <summary>When the node took notice of the pod, before images were pulled.</summary>
    [Field(7)]
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>State of each init container.</summary>
    [Field(10, ListType = ListType.Atomic)]
    public ValueList<ContainerStatus> InitContainerStatuses { get; init; }

    /// <summary>State of each container.</summary>
    [Field(8, ListType = ListType.Atomic)]
    public ValueList<ContainerStatus> ContainerStatuses { get; init; }

    /// <summary>Quality-of-service class: Guaranteed, Burstable or BestEffort. It follows from the resources.</summary>
    [Field(9, Enum = typeof(PodQOSClass))]
    public string QosClass { get; init; } = "";

    /// <summary>State of each ephemeral container.</summary>
    [Field(13, ListType = ListType.Atomic)]
    public ValueList<ContainerStatus> EphemeralContainerStatuses { get; init; }

    /// <summary>State of a change of resources. Replaced by conditions.</summary>
    [Field(14)]
    public string Resize { get; init; } = "";

    /// <summary>Claims made for the pod from templates.</summary>
    [Field(15, Merge = true, RetainKeys = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<PodResourceClaimStatus> ResourceClaimStatuses { get; init; }

    /// <summary>Claim made for extended resources that devices provide.</summary>
    [Field(18)]
    public PodExtendedResourceClaimStatus? ExtendedResourceClaimStatus { get; init; }

    /// <summary>Resources the node has set aside for the pod as a whole.</summary>
    [Field(19)]
    public ValueMap<Quantity> AllocatedResources { get; init; }

    /// <summary>Resources in force for the pod as a whole.</summary>
    [Field(20)]
    public ResourceRequirements? Resources { get; init; }

    /// <summary>Resources of the node that claims of the pod use.</summary>
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

/// <summary>An address of a node.</summary>
[ApiType("io.k8s.api.core.v1.HostIP")]
public sealed partial record HostIP
{
    /// <summary>The address.</summary>
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

/// <summary>One aspect of the state of a pod.</summary>
[ApiType("io.k8s.api.core.v1.PodCondition", Shared = true)]
public sealed partial record PodCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Generation of the object the condition was computed from.</summary>
    [Field(7)]
    public long ObservedGeneration { get; init; }

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    /// <summary>When the condition was last looked at.</summary>
    [Field(3, Always = true)]
    public DateTimeOffset LastProbeTime { get; init; }

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

[ApiType("io.k8s.api.core.v1.PodExtendedResourceClaimStatus")]
public sealed partial record PodExtendedResourceClaimStatus
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<ContainerExtendedResourceRequest> RequestMappings { get; init; }

    [Field(2, Always = true, Required = true)]
    public string ResourceClaimName { get; init; } = "";
}

/// <summary>An address of a pod.</summary>
[ApiType("io.k8s.api.core.v1.PodIP")]
public sealed partial record PodIP
{
    /// <summary>The address.</summary>
    [Field(1, Always = true, Required = true)]
    public string Ip { get; init; } = "";
}

/// <summary>A claim made for the pod.</summary>
[ApiType("io.k8s.api.core.v1.PodResourceClaimStatus")]
public sealed partial record PodResourceClaimStatus
{
    /// <summary>Name of the claim in the specification.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Name of the ResourceClaim that was made.</summary>
    [Field(2)]
    public string? ResourceClaimName { get; init; }
}
