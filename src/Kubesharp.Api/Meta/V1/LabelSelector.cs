namespace Kubesharp.Api.Meta.V1;

/// <summary>Chooses objects by their labels. All conditions must hold; an empty selector chooses everything, an absent one nothing.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector", Atomic = true)]
public sealed partial record LabelSelector
{
    /// <summary>Labels an object must have, each with exactly this value.</summary>
    [Field(1)]
    public ValueMap<string> MatchLabels { get; init; }

    /// <summary>Further conditions on labels.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<LabelSelectorRequirement> MatchExpressions { get; init; }
}
