using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Authorization.V1;

/// <summary>Asks what you may do in a namespace.</summary>
[ApiType("io.k8s.api.authorization.v1.SelfSubjectRulesReview")]
[Kind("authorization.k8s.io", "v1", "SelfSubjectRulesReview")]
[Resource("selfsubjectrulesreviews", "selfsubjectrulesreview", Namespaced = false)]
public sealed partial record SelfSubjectRulesReview
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public SelfSubjectRulesReviewSpec Spec { get; init; } = SelfSubjectRulesReviewSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public SubjectRulesReviewStatus Status { get; init; } = SubjectRulesReviewStatus.Empty;
}

/// <summary>Rights to other paths.</summary>
[ApiType("io.k8s.api.authorization.v1.NonResourceRule")]
public sealed partial record NonResourceRule
{
    /// <summary>Methods; * is all.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Verbs { get; init; }

    /// <summary>Paths; * at the end is allowed.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> NonResourceURLs { get; init; }
}

/// <summary>Rights to resources.</summary>
[ApiType("io.k8s.api.authorization.v1.ResourceRule")]
public sealed partial record ResourceRule
{
    /// <summary>What may be done; * is everything.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Verbs { get; init; }

    /// <summary>Groups; * is all.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> ApiGroups { get; init; }

    /// <summary>Resources; * is all.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Resources { get; init; }

    /// <summary>Names of single objects; empty for all.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<string> ResourceNames { get; init; }
}

/// <summary>Where.</summary>
[ApiType("io.k8s.api.authorization.v1.SelfSubjectRulesReviewSpec")]
public sealed partial record SelfSubjectRulesReviewSpec
{
    /// <summary>The namespace.</summary>
    [Field(1)]
    public string Namespace { get; init; } = "";
}

/// <summary>What somebody may do.</summary>
[ApiType("io.k8s.api.authorization.v1.SubjectRulesReviewStatus")]
public sealed partial record SubjectRulesReviewStatus
{
    /// <summary>With resources.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<ResourceRule> ResourceRules { get; init; }

    /// <summary>With other paths.</summary>
    [Field(2, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<NonResourceRule> NonResourceRules { get; init; }

    /// <summary>Whether there may be more.</summary>
    [Field(3, Always = true, Required = true)]
    public bool Incomplete { get; init; }

    /// <summary>What went wrong on the way.</summary>
    [Field(4)]
    public string EvaluationError { get; init; } = "";
}
