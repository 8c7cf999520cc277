using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Authentication.V1;

[ApiType("io.k8s.api.authentication.v1.SelfSubjectReview")]
[Kind("authentication.k8s.io", "v1", "SelfSubjectReview")]
[Resource("selfsubjectreviews", "selfsubjectreview", Namespaced = false)]
public sealed partial record SelfSubjectReview
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public SelfSubjectReviewStatus Status { get; init; } = SelfSubjectReviewStatus.Empty;
}

[ApiType("io.k8s.api.authentication.v1.SelfSubjectReviewStatus")]
public sealed partial record SelfSubjectReviewStatus
{
    [Field(1)]
    public UserInfo UserInfo { get; init; } = UserInfo.Empty;
}
