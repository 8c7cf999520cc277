using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

[ApiType("io.k8s.api.admissionregistration.v1.MatchResources", Atomic = true)]
public sealed partial record MatchResources
{
    [Field(1)]
    public LabelSelector? NamespaceSelector { get; init; }

    [Field(2)]
    public LabelSelector? ObjectSelector { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<NamedRuleWithOperations> ResourceRules { get; init; }

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<NamedRuleWithOperations> ExcludeResourceRules { get; init; }

    [Field(7, Enum = typeof(MatchPolicyType))]
    public string? MatchPolicy { get; init; }
}

[ApiType("io.k8s.api.admissionregistration.v1.NamedRuleWithOperations", Atomic = true)]
public sealed partial record NamedRuleWithOperations
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> ResourceNames { get; init; }

    [Inline(2)]
    public RuleWithOperations RuleWithOperations { get; init; } = RuleWithOperations.Empty;
}
