using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Authorization.V1;

[ApiType("io.k8s.api.authorization.v1.SubjectAccessReview")]
[Kind("authorization.k8s.io", "v1", "SubjectAccessReview")]
[Resource("subjectaccessreviews", "subjectaccessreview", Namespaced = false)]
public sealed partial record SubjectAccessReview
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public SubjectAccessReviewSpec Spec { get; init; } = SubjectAccessReviewSpec.Empty;

    [Field(3)]
    public SubjectAccessReviewStatus Status { get; init; } = SubjectAccessReviewStatus.Empty;
}
