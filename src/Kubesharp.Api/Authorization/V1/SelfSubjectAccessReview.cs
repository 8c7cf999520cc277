using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Authorization.V1;

/// <summary>Asks whether you may do something.</summary>
[ApiType("io.k8s.api.authorization.v1.SelfSubjectAccessReview")]
[Kind("authorization.k8s.io", "v1", "SelfSubjectAccessReview")]
[Resource("selfsubjectaccessreviews", "selfsubjectaccessreview", Namespaced = false)]
public sealed partial record SelfSubjectAccessReview
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public SelfSubjectAccessReviewSpec Spec { get; init; } = SelfSubjectAccessReviewSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public SubjectAccessReviewStatus Status { get; init; } = SubjectAccessReviewStatus.Empty;
}

/// <summary>What you want to do.</summary>
[ApiType("io.k8s.api.authorization.v1.SelfSubjectAccessReviewSpec")]
public sealed partial record SelfSubjectAccessReviewSpec
{
    /// <summary>What, when it is about a resource.</summary>
    [Field(1)]
    public ResourceAttributes? ResourceAttributes { get; init; }

    /// <summary>What, when it is about another path.</summary>
    [Field(2)]
    public NonResourceAttributes? NonResourceAttributes { get; init; }
}
