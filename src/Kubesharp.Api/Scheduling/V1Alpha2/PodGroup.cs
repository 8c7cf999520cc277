using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Scheduling.V1Alpha2;

/// <summary>Pods that are scheduled together.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroup")]
[Kind("scheduling.k8s.io", "v1alpha2", "PodGroup")]
[Resource("podgroups", "podgroup", Namespaced = true)]
public sealed partial record PodGroup
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public PodGroupSpec Spec { get; init; } = PodGroupSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public PodGroupStatus Status { get; init; } = PodGroupStatus.Empty;
}

/// <summary>A list of PodGroup objects.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupList")]
[Kind("scheduling.k8s.io", "v1alpha2", "PodGroupList")]
public sealed partial record PodGroupList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<PodGroup> Items { get; init; }
}

[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupResourceClaimStatus")]
public sealed partial record PodGroupResourceClaimStatus
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2)]
    public string? ResourceClaimName { get; init; }
}

/// <summary>How the pods are scheduled.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupSpec")]
public sealed partial record PodGroupSpec
{
    /// <summary>Template the group was made from.</summary>
    [Field(1, Always = true)]
    public PodGroupTemplateReference? PodGroupTemplateRef { get; init; }

    /// <summary>Whether all must fit at once.</summary>
    [Field(2, Required = true)]
    public PodGroupSchedulingPolicy SchedulingPolicy { get; init; } = PodGroupSchedulingPolicy.Empty;

    /// <summary>Where they may land, together.</summary>
    [Field(3)]
    public PodGroupSchedulingConstraints? SchedulingConstraints { get; init; }

    /// <summary>Claims the pods share.</summary>
    [Field(4, Merge = true, RetainKeys = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<PodGroupResourceClaim> ResourceClaims { get; init; }

    /// <summary>Whether they are disrupted one by one or together.</summary>
    [Field(5, Default = "\"Pod\"", Enum = typeof(DisruptionMode))]
    public string? DisruptionMode { get; init; }

    /// <summary>PriorityClass of the group.</summary>
    [Field(6)]
    public string PriorityClassName { get; init; } = "";

    /// <summary>Priority as a number.</summary>
    [Field(7)]
    public int? Priority { get; init; }
}

[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupStatus")]
public sealed partial record PodGroupStatus
{
    /// <summary>Aspects of the state.</summary>
    [Field(1, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<Condition> Conditions { get; init; }

    [Field(2, Merge = true, RetainKeys = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<PodGroupResourceClaimStatus> ResourceClaimStatuses { get; init; }
}

[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupTemplateReference")]
public sealed partial record PodGroupTemplateReference
{
    [Field(1, Always = true)]
    public WorkloadPodGroupTemplateReference? Workload { get; init; }
}

[ApiType("io.k8s.api.scheduling.v1alpha2.WorkloadPodGroupTemplateReference")]
public sealed partial record WorkloadPodGroupTemplateReference
{
    [Field(1, Always = true, Required = true)]
    public string WorkloadName { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string PodGroupTemplateName { get; init; } = "";
}
