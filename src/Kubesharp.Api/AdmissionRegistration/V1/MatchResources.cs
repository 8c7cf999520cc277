using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>Which requests a policy is about.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.MatchResources", Atomic = true)]
public sealed partial record MatchResources
{
    /// <summary>Namespaces, by label.</summary>
    [Field(1)]
    public LabelSelector? NamespaceSelector { get; init; }

    /// <summary>Objects, by label.</summary>
    [Field(2)]
    public LabelSelector? ObjectSelector { get; init; }

    /// <summary>Requests that count.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<NamedRuleWithOperations> ResourceRules { get; init; }

    /// <summary>Requests that do not count.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<NamedRuleWithOperations> ExcludeResourceRules { get; init; }

    /// <summary>Whether other versions of the same resource count: Equivalent (default) or Exact.</summary>
    [Field(7, Enum = typeof(MatchPolicyType))]
    public string? MatchPolicy { get; init; }
}

/// <summary>Requests, by operation, resource and name.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.NamedRuleWithOperations", Atomic = true)]
public sealed partial record NamedRuleWithOperations
{
    /// <summary>Names of single objects. Default: all.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> ResourceNames { get; init; }

    [Inline(2)]
    public RuleWithOperations RuleWithOperations { get; init; } = RuleWithOperations.Empty;
}
