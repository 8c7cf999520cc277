namespace Kubesharp.Api.Core.V1;

/// <summary>Chooses nodes; one of the terms must match.</summary>
[ApiType("io.k8s.api.core.v1.NodeSelector", Atomic = true)]
public sealed partial record NodeSelector
{
    /// <summary>The terms.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<NodeSelectorTerm> NodeSelectorTerms { get; init; }
}
