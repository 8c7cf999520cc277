using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Authorization.V1;

[ApiType("io.k8s.api.authorization.v1.SelfSubjectRulesReview")]
[Kind("authorization.k8s.io", "v1", "SelfSubjectRulesReview")]
[Resource("selfsubjectrulesreviews", "selfsubjectrulesreview", Namespaced = false)]
public sealed partial record SelfSubjectRulesReview
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public SelfSubjectRulesReviewSpec Spec { get; init; } = SelfSubjectRulesReviewSpec.Empty;

    [Field(3)]
    public SubjectRulesReviewStatus Status { get; init; } = SubjectRulesReviewStatus.Empty;
}

[ApiType("io.k8s.api.authorization.v1.NonResourceRule")]
public sealed partial record NonResourceRule
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Verbs { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> NonResourceURLs { get; init; }
}

[ApiType("io.k8s.api.authorization.v1.ResourceRule")]
public sealed partial record ResourceRule
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Verbs { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> ApiGroups { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Resources { get; init; }

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<string> ResourceNames { get; init; }
}

[ApiType("io.k8s.api.authorization.v1.SelfSubjectRulesReviewSpec")]
public sealed partial record SelfSubjectRulesReviewSpec
{
    [Field(1)]
    public string Namespace { get; init; } = "";
}

[ApiType("io.k8s.api.authorization.v1.SubjectRulesReviewStatus")]
public sealed partial record SubjectRulesReviewStatus
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<ResourceRule> ResourceRules { get; init; }

    [Field(2, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<NonResourceRule> NonResourceRules { get; init; }

    [Field(3, Always = true, Required = true)]
    public bool Incomplete { get; init; }

    [Field(4)]
    public string EvaluationError { get; init; } = "";
}
