using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Authentication.V1;

/// <summary>Asks who you are.</summary>
[ApiType("io.k8s.api.authentication.v1.SelfSubjectReview")]
[Kind("authentication.k8s.io", "v1", "SelfSubjectReview")]
[Resource("selfsubjectreviews", "selfsubjectreview", Namespaced = false)]
public sealed partial record SelfSubjectReview
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(2)]
    public SelfSubjectReviewStatus Status { get; init; } = SelfSubjectReviewStatus.Empty;
}

/// <summary>Who you are.</summary>
[ApiType("io.k8s.api.authentication.v1.SelfSubjectReviewStatus")]
public sealed partial record SelfSubjectReviewStatus
{
    /// <summary>Name, groups and more.</summary>
    [Field(1)]
    public UserInfo UserInfo { get; init; } = UserInfo.Empty;
}
