using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Scheduling.V1Alpha2;

[ApiType("io.k8s.api.scheduling.v1alpha2.Workload")]
[Kind("scheduling.k8s.io", "v1alpha2", "Workload")]
[Resource("workloads", "workload", Namespaced = true)]
public sealed partial record Workload
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public WorkloadSpec Spec { get; init; } = WorkloadSpec.Empty;
}

[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupTemplate")]
public sealed partial record PodGroupTemplate
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Required = true)]
    public PodGroupSchedulingPolicy SchedulingPolicy { get; init; } = PodGroupSchedulingPolicy.Empty;

    [Field(3, Always = true)]
    public PodGroupSchedulingConstraints? SchedulingConstraints { get; init; }

    [Field(4, Merge = true, RetainKeys = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<PodGroupResourceClaim> ResourceClaims { get; init; }

    [Field(5, Enum = typeof(DisruptionMode))]
    public string? DisruptionMode { get; init; }

    [Field(6)]
    public string PriorityClassName { get; init; } = "";

    [Field(7)]
    public int? Priority { get; init; }
}

[ApiType("io.k8s.api.scheduling.v1alpha2.TypedLocalObjectReference")]
public sealed partial record TypedLocalObjectReference
{
    [Field(1)]
    public string ApiGroup { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string Name { get; init; } = "";
}

[ApiType("io.k8s.api.scheduling.v1alpha2.WorkloadList")]
[Kind("scheduling.k8s.io", "v1alpha2", "WorkloadList")]
public sealed partial record WorkloadList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<Workload> Items { get; init; }
}

[ApiType("io.k8s.api.scheduling.v1alpha2.WorkloadSpec")]
public sealed partial record WorkloadSpec
{
    [Field(1)]
    public TypedLocalObjectReference? ControllerRef { get; init; }

    [Field(2, Always = true, Required = true, ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<PodGroupTemplate> PodGroupTemplates { get; init; }
}
