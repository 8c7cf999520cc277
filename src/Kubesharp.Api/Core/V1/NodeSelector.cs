namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.NodeSelector", Atomic = true)]
public sealed partial record NodeSelector
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<NodeSelectorTerm> NodeSelectorTerms { get; init; }
}
