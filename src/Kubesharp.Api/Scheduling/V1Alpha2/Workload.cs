using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Scheduling.V1Alpha2;

/// <summary>A set of pods that are scheduled together.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.Workload")]
[Kind("scheduling.k8s.io", "v1alpha2", "Workload")]
[Resource("workloads", "workload", Namespaced = true)]
public sealed partial record Workload
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public WorkloadSpec Spec { get; init; } = WorkloadSpec.Empty;
}

/// <summary>Template of a group of pods.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupTemplate")]
public sealed partial record PodGroupTemplate
{
    /// <summary>Name of the template.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Whether all must fit at once.</summary>
    [Field(2, Required = true)]
    public PodGroupSchedulingPolicy SchedulingPolicy { get; init; } = PodGroupSchedulingPolicy.Empty;

    /// <summary>Where they may land, together.</summary>
    [Field(3, Always = true)]
    public PodGroupSchedulingConstraints? SchedulingConstraints { get; init; }

    /// <summary>Claims the pods share.</summary>
    [Field(4, Merge = true, RetainKeys = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<PodGroupResourceClaim> ResourceClaims { get; init; }

    /// <summary>Whether they are disrupted one by one or together.</summary>
    [Field(5, Enum = typeof(DisruptionMode))]
    public string? DisruptionMode { get; init; }

    /// <summary>PriorityClass of the group.</summary>
    [Field(6)]
    public string PriorityClassName { get; init; } = "";

    /// <summary>Priority as a number.</summary>
    [Field(7)]
    public int? Priority { get; init; }
}

/// <summary>Names an object of any kind in the same namespace.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.TypedLocalObjectReference")]
public sealed partial record TypedLocalObjectReference
{
    /// <summary>Group of the object; empty for the core group.</summary>
    [Field(1)]
    public string ApiGroup { get; init; } = "";

    /// <summary>Kind of the object.</summary>
    [Field(2, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    /// <summary>Name of the object.</summary>
    [Field(3, Always = true, Required = true)]
    public string Name { get; init; } = "";
}

/// <summary>A list of Workload objects.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.WorkloadList")]
[Kind("scheduling.k8s.io", "v1alpha2", "WorkloadList")]
public sealed partial record WorkloadList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<Workload> Items { get; init; }
}

/// <summary>The groups of a workload.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.WorkloadSpec")]
public sealed partial record WorkloadSpec
{
    /// <summary>Object that makes the pods.</summary>
    [Field(1)]
    public TypedLocalObjectReference? ControllerRef { get; init; }

    /// <summary>Templates of the groups.</summary>
    [Field(2, Always = true, Required = true, ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<PodGroupTemplate> PodGroupTemplates { get; init; }
}
