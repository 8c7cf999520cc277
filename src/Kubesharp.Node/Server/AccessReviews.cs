using Kubesharp.Api.Authentication.V1;
using Kubesharp.Api.Authorization.V1;
using Kubesharp.Client;

namespace Kubesharp.Node.Server;

/// <summary>Asks the API server by TokenReview and SubjectAccessReview.</summary>
internal sealed class AccessReviews(KubernetesClient client) : IAccessReviews
{
    public async Task<TokenReviewStatus> ReviewTokenAsync(string token, CancellationToken cancel) =>
        (await client.For<TokenReview>().CreateAsync(new TokenReview { Spec = new TokenReviewSpec { Token = token } }, cancel)).Status;

    public async Task<bool> ReviewAccessAsync(SubjectAccessReviewSpec spec, CancellationToken cancel) =>
        (await client.For<SubjectAccessReview>().CreateAsync(new SubjectAccessReview { Spec = spec }, cancel)).Status is { Allowed: true, Denied: false };
}
