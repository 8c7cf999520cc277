namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.Affinity")]
public sealed partial record Affinity
{
    [Field(1)]
    public NodeAffinity? NodeAffinity { get; init; }

    [Field(2)]
    public PodAffinity? PodAffinity { get; init; }

    [Field(3)]
    public PodAntiAffinity? PodAntiAffinity { get; init; }
}

[ApiType("io.k8s.api.core.v1.NodeAffinity")]
public sealed partial record NodeAffinity
{
    [Field(1)]
    public NodeSelector? RequiredDuringSchedulingIgnoredDuringExecution { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<PreferredSchedulingTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init; }
}

[ApiType("io.k8s.api.core.v1.PodAffinity")]
public sealed partial record PodAffinity
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<PodAffinityTerm> RequiredDuringSchedulingIgnoredDuringExecution { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<WeightedPodAffinityTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init; }
}

[ApiType("io.k8s.api.core.v1.PodAntiAffinity")]
public sealed partial record PodAntiAffinity
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<PodAffinityTerm> RequiredDuringSchedulingIgnoredDuringExecution { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<WeightedPodAffinityTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init; }
}

[ApiType("io.k8s.api.core.v1.PreferredSchedulingTerm")]
public sealed partial record PreferredSchedulingTerm
{
    [Field(1, Always = true, Required = true)]
    public int Weight { get; init; }

    [Field(2, Required = true)]
    public NodeSelectorTerm Preference { get; init; } = NodeSelectorTerm.Empty;
}
