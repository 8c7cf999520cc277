namespace Kubesharp.Api.Core.V1;

/// <summary>Rules that draw a pod to nodes and pods, or keep it away from them.</summary>
[ApiType("io.k8s.api.core.v1.Affinity", Shared = true)]
public sealed partial record Affinity
{
    /// <summary>Rules about nodes.</summary>
    [Field(1)]
    public NodeAffinity? NodeAffinity { get; init; }

    /// <summary>Rules about pods to be near to.</summary>
    [Field(2)]
    public PodAffinity? PodAffinity { get; init; }

    /// <summary>Rules about pods to keep away from.</summary>
    [Field(3)]
    public PodAntiAffinity? PodAntiAffinity { get; init; }
}

/// <summary>Rules about the nodes a pod may or should run on.</summary>
[ApiType("io.k8s.api.core.v1.NodeAffinity")]
public sealed partial record NodeAffinity
{
    /// <summary>Conditions a node must meet when the pod is scheduled. Later changes do not evict the pod.</summary>
    [Field(1)]
    public NodeSelector? RequiredDuringSchedulingIgnoredDuringExecution { get; init; }

    /// <summary>Conditions that make a node more attractive, each with a weight.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<PreferredSchedulingTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init; }
}

/// <summary>Rules about pods this one must or should be near to.</summary>
[ApiType("io.k8s.api.core.v1.PodAffinity")]
public sealed partial record PodAffinity
{
    /// <summary>All of these must hold when the pod is scheduled. Later changes do not evict the pod.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<PodAffinityTerm> RequiredDuringSchedulingIgnoredDuringExecution { get; init; }

    /// <summary>Each of these that holds makes a node more attractive.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<WeightedPodAffinityTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init; }
}

/// <summary>Rules about pods this one must or should keep away from.</summary>
[ApiType("io.k8s.api.core.v1.PodAntiAffinity")]
public sealed partial record PodAntiAffinity
{
    /// <summary>None of these may hold when the pod is scheduled. Later changes do not evict the pod.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<PodAffinityTerm> RequiredDuringSchedulingIgnoredDuringExecution { get; init; }

    /// <summary>Each of these that holds makes a node less attractive.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<WeightedPodAffinityTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init; }
}

/// <summary>A wish for nodes, with a weight.</summary>
[ApiType("io.k8s.api.core.v1.PreferredSchedulingTerm")]
public sealed partial record PreferredSchedulingTerm
{
    /// <summary>Weight from 1 to 100.</summary>
    [Field(1, Always = true, Required = true)]
    public int Weight { get; init; }

    /// <summary>The condition.</summary>
    [Field(2, Required = true)]
    public NodeSelectorTerm Preference { get; init; } = NodeSelectorTerm.Empty;
}
