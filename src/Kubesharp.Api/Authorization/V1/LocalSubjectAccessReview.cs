using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Authorization.V1;

[ApiType("io.k8s.api.authorization.v1.LocalSubjectAccessReview")]
[Kind("authorization.k8s.io", "v1", "LocalSubjectAccessReview")]
[Resource("localsubjectaccessreviews", "localsubjectaccessreview", Namespaced = true)]
public sealed partial record LocalSubjectAccessReview
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public SubjectAccessReviewSpec Spec { get; init; } = SubjectAccessReviewSpec.Empty;

    [Field(3)]
    public SubjectAccessReviewStatus Status { get; init; } = SubjectAccessReviewStatus.Empty;
}
