namespace Kubesharp.Api.Scheduling.V1Alpha2;

[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupSchedulingConstraints")]
public sealed partial record PodGroupSchedulingConstraints
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<TopologyConstraint> Topology { get; init; }
}

[ApiType("io.k8s.api.scheduling.v1alpha2.TopologyConstraint")]
public sealed partial record TopologyConstraint
{
    [Field(1, Always = true, Required = true)]
    public string Key { get; init; } = "";
}
