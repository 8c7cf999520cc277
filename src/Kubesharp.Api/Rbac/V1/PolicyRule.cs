namespace Kubesharp.Api.Rbac.V1;

[ApiType("io.k8s.api.rbac.v1.PolicyRule")]
public sealed partial record PolicyRule
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Verbs { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> ApiGroups { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Resources { get; init; }

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<string> ResourceNames { get; init; }

    [Field(5, ListType = ListType.Atomic)]
    public ValueList<string> NonResourceURLs { get; init; }
}
