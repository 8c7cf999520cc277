using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>Says which pods count and what near means.</summary>
[ApiType("io.k8s.api.core.v1.PodAffinityTerm")]
public sealed partial record PodAffinityTerm
{
    /// <summary>Pods that count.</summary>
    [Field(1)]
    public LabelSelector? LabelSelector { get; init; }

    /// <summary>Namespaces in which they are looked for. Default: the pod's own.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> Namespaces { get; init; }

    /// <summary>Label of nodes; near means on nodes with the same value.</summary>
    [Field(3, Always = true, Required = true)]
    public string TopologyKey { get; init; } = "";

    /// <summary>Further namespaces, chosen by label; an empty selector means all.</summary>
    [Field(4)]
    public LabelSelector? NamespaceSelector { get; init; }

    /// <summary>Labels of the pod whose values must be the same in the others.</summary>
    [Field(5, ListType = ListType.Atomic)]
    public ValueList<string> MatchLabelKeys { get; init; }

    /// <summary>Labels of the pod whose values must be different in the others.</summary>
    [Field(6, ListType = ListType.Atomic)]
    public ValueList<string> MismatchLabelKeys { get; init; }
}
