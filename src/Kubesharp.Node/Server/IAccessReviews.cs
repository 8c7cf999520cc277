using Kubesharp.Api.Authentication.V1;
using Kubesharp.Api.Authorization.V1;

namespace Kubesharp.Node.Server;

/// <summary>What a node asks about its callers; the API server knows.</summary>
internal interface IAccessReviews
{
    /// <summary>Whose token it is.</summary>
    Task<TokenReviewStatus> ReviewTokenAsync(string token, CancellationToken cancel);

    /// <summary>Whether somebody may do something.</summary>
    Task<bool> ReviewAccessAsync(SubjectAccessReviewSpec spec, CancellationToken cancel);
}
