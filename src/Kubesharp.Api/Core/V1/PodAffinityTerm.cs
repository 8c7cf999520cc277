using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PodAffinityTerm")]
public sealed partial record PodAffinityTerm
{
    [Field(1)]
    public LabelSelector? LabelSelector { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> Namespaces { get; init; }

    [Field(3, Always = true, Required = true)]
    public string TopologyKey { get; init; } = "";

    [Field(4)]
    public LabelSelector? NamespaceSelector { get; init; }

    [Field(5, ListType = ListType.Atomic)]
    public ValueList<string> MatchLabelKeys { get; init; }

    [Field(6, ListType = ListType.Atomic)]
    public ValueList<string> MismatchLabelKeys { get; init; }
}
