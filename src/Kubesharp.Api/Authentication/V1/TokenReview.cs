using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Authentication.V1;

/// <summary>Asks whose token this is.</summary>
[ApiType("io.k8s.api.authentication.v1.TokenReview")]
[Kind("authentication.k8s.io", "v1", "TokenReview")]
[Resource("tokenreviews", "tokenreview", Namespaced = false)]
public sealed partial record TokenReview
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public TokenReviewSpec Spec { get; init; } = TokenReviewSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public TokenReviewStatus Status { get; init; } = TokenReviewStatus.Empty;
}

/// <summary>The token.</summary>
[ApiType("io.k8s.api.authentication.v1.TokenReviewSpec")]
public sealed partial record TokenReviewSpec
{
    /// <summary>The token.</summary>
    [Field(1, Required = true)]
    public string Token { get; init; } = "";

    /// <summary>Whom it must be for, one of these. Default: the API server.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> Audiences { get; init; }
}

/// <summary>Whose token it is.</summary>
[ApiType("io.k8s.api.authentication.v1.TokenReviewStatus")]
public sealed partial record TokenReviewStatus
{
    /// <summary>Whether the token is valid.</summary>
    [Field(1)]
    public bool Authenticated { get; init; }

    /// <summary>Whose it is.</summary>
    [Field(2)]
    public UserInfo User { get; init; } = UserInfo.Empty;

    /// <summary>Whom it is for, among those asked about.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<string> Audiences { get; init; }

    /// <summary>Why it could not be checked.</summary>
    [Field(3)]
    public string Error { get; init; } = "";
}
