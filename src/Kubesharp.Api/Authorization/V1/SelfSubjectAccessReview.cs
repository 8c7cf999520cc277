using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Authorization.V1;

[ApiType("io.k8s.api.authorization.v1.SelfSubjectAccessReview")]
[Kind("authorization.k8s.io", "v1", "SelfSubjectAccessReview")]
[Resource("selfsubjectaccessreviews", "selfsubjectaccessreview", Namespaced = false)]
public sealed partial record SelfSubjectAccessReview
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public SelfSubjectAccessReviewSpec Spec { get; init; } = SelfSubjectAccessReviewSpec.Empty;

    [Field(3)]
    public SubjectAccessReviewStatus Status { get; init; } = SubjectAccessReviewStatus.Empty;
}

[ApiType("io.k8s.api.authorization.v1.SelfSubjectAccessReviewSpec")]
public sealed partial record SelfSubjectAccessReviewSpec
{
    [Field(1)]
    public ResourceAttributes? ResourceAttributes { get; init; }

    [Field(2)]
    public NonResourceAttributes? NonResourceAttributes { get; init; }
}
