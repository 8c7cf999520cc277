namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>Requests, by operation and resource.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.RuleWithOperations")]
public sealed partial record RuleWithOperations
{
    /// <summary>CREATE, UPDATE, DELETE, CONNECT or * for all.</summary>
    [Field(1, ListType = ListType.Atomic, Enum = typeof(OperationType))]
    public ValueList<string> Operations { get; init; }

    [Inline(2)]
    public Rule Rule { get; init; } = Rule.Empty;
}

/// <summary>Resources.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.Rule")]
public sealed partial record Rule
{
    /// <summary>Groups; * for all.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> ApiGroups { get; init; }

    /// <summary>Versions; * for all.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> ApiVersions { get; init; }

    /// <summary>Resources, such as pods or pods/status; * for all.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Resources { get; init; }

    /// <summary>Cluster, Namespaced or * (default).</summary>
    [Field(4, Enum = typeof(ScopeType))]
    public string? Scope { get; init; }
}
