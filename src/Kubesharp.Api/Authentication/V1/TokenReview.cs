using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Authentication.V1;

[ApiType("io.k8s.api.authentication.v1.TokenReview")]
[Kind("authentication.k8s.io", "v1", "TokenReview")]
[Resource("tokenreviews", "tokenreview", Namespaced = false)]
public sealed partial record TokenReview
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public TokenReviewSpec Spec { get; init; } = TokenReviewSpec.Empty;

    [Field(3)]
    public TokenReviewStatus Status { get; init; } = TokenReviewStatus.Empty;
}

[ApiType("io.k8s.api.authentication.v1.TokenReviewSpec")]
public sealed partial record TokenReviewSpec
{
    [Field(1, Required = true)]
    public string Token { get; init; } = "";

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> Audiences { get; init; }
}

[ApiType("io.k8s.api.authentication.v1.TokenReviewStatus")]
public sealed partial record TokenReviewStatus
{
    [Field(1)]
    public bool Authenticated { get; init; }

    [Field(2)]
    public UserInfo User { get; init; } = UserInfo.Empty;

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<string> Audiences { get; init; }

    [Field(3)]
    public string Error { get; init; } = "";
}
