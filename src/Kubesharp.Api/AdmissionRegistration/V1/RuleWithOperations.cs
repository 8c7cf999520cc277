namespace Kubesharp.Api.AdmissionRegistration.V1;

[ApiType("io.k8s.api.admissionregistration.v1.RuleWithOperations")]
public sealed partial record RuleWithOperations
{
    [Field(1, ListType = ListType.Atomic, Enum = typeof(OperationType))]
    public ValueList<string> Operations { get; init; }

    [Inline(2)]
    public Rule Rule { get; init; } = Rule.Empty;
}

[ApiType("io.k8s.api.admissionregistration.v1.Rule")]
public sealed partial record Rule
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> ApiGroups { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> ApiVersions { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Resources { get; init; }

    [Field(4, Enum = typeof(ScopeType))]
    public string? Scope { get; init; }
}
