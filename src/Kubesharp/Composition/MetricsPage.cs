using Kubesharp.Api;
using Kubesharp.Api.Authentication.V1;
using Kubesharp.Api.Authorization.V1;
using Kubesharp.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Kubesharp.Composition;

/// <summary>Shows what a component reports to those whom the API server knows by their token and lets read <c>/metrics</c>.</summary>
/// <param name="registry">What is reported.</param>
/// <param name="client">Asks the API server.</param>
internal sealed class MetricsPage(PrometheusRegistry registry, KubernetesClient client)
{
    public const string Path = "/metrics";
    private const string Bearer = "Bearer ";
    private static readonly UserInfo Anonymous = UserInfo.Empty with { Username = "system:anonymous", Groups = ["system:unauthenticated"] };

    public async Task AnswerAsync(HttpContext http)
    {
        try
        {
            http.Response.StatusCode = await CheckAsync(http.Request.Headers[HeaderNames.Authorization].ToString(), http.RequestAborted);
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException)
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await http.Response.WriteAsync($"the API server does not say who may see this: {e.Message}\n");
            return;
        }

        if (http.Response.StatusCode != StatusCodes.Status200OK)
        {
            await http.Response.WriteAsync(http.Response.StatusCode == StatusCodes.Status401Unauthorized ? "Unauthorized\n" : "Forbidden\n");
            return;
        }

        http.Response.ContentType = PrometheusRegistry.ContentType;
        await http.Response.WriteAsync(registry.Write(), http.RequestAborted);
    }

    private async Task<int> CheckAsync(string authorization, CancellationToken cancellationToken)
    {
        if (await UserAsync(authorization, cancellationToken) is not { } user) return StatusCodes.Status401Unauthorized;
        var access = SubjectAccessReview.Empty with
        {
            Spec = SubjectAccessReviewSpec.Empty with
            {
                User = user.Username,
                Groups = user.Groups,
                Uid = user.Uid,
                NonResourceAttributes = NonResourceAttributes.Empty with { Path = Path, Verb = "get" },
            },
        };
        return (await client.For<SubjectAccessReview>().CreateAsync(access, cancellationToken)).Status.Allowed ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden;
    }

    /// <summary>Who asks; null when the API server does not know the token. Without one it is nobody in particular, who may be let in all the same.</summary>
    private async Task<UserInfo?> UserAsync(string authorization, CancellationToken cancellationToken)
    {
        if (!authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return Anonymous;
        var token = TokenReview.Empty with { Spec = TokenReviewSpec.Empty with { Token = authorization[Bearer.Length..].Trim() } };
        var known = (await client.For<TokenReview>().CreateAsync(token, cancellationToken)).Status;
        return known.Authenticated ? known.User : null;
    }
}
