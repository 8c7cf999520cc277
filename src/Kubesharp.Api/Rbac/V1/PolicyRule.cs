namespace Kubesharp.Api.Rbac.V1;

/// <summary>A set of rights.</summary>
[ApiType("io.k8s.api.rbac.v1.PolicyRule")]
public sealed partial record PolicyRule
{
    /// <summary>What may be done, such as get or create; * is everything.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Verbs { get; init; }

    /// <summary>Groups of the resources; empty text for the core group, * for all.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> ApiGroups { get; init; }

    /// <summary>The resources, such as pods or pods/log; * is all.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Resources { get; init; }

    /// <summary>Names of single objects. Default: all.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<string> ResourceNames { get; init; }

    /// <summary>Paths that are no resources, such as /healthz; * at the end is allowed.</summary>
    [Field(5, ListType = ListType.Atomic)]
    public ValueList<string> NonResourceURLs { get; init; }
}
