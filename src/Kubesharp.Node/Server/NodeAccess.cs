using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Authentication.V1;
using Kubesharp.Api.Authorization.V1;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Node.Server;

/// <summary>
/// Decides who may ask the node for what: a certificate of the cluster or a token says who it is, and the API server whether they may.
/// Its answers are kept for a while.
/// </summary>
internal sealed class NodeAccess
{
    private const string Anonymous = "system:anonymous";
    private const string Unauthenticated = "system:unauthenticated";
    private const string Authenticated = "system:authenticated";
    private const string Masters = "system:masters";
    private const string Bearer = "Bearer ";

    private readonly NodeServerOptions _options;
    private readonly string _nodeName;
    private readonly ClientCertificates _certificates;
    private readonly IAccessReviews _reviews;
    private readonly ReviewCache<string, TokenReviewStatus> _tokens;
    private readonly ReviewCache<SubjectAccessReviewSpec, bool> _decisions;

    public NodeAccess(NodeServerOptions options, string nodeName, IAccessReviews reviews, TimeProvider time)
    {
        _options = options;
        _nodeName = nodeName;
        _reviews = reviews;
        _certificates = new ClientCertificates(options, time);
        _tokens = new ReviewCache<string, TokenReviewStatus>(_ => options.TokenLife, time);
        _decisions = new ReviewCache<SubjectAccessReviewSpec, bool>(allowed => allowed ? options.AllowedLife : options.DeniedLife, time);
    }

    /// <summary>Lets a request pass, or says why not.</summary>
    /// <exception cref="HttpStatusException">It may not pass.</exception>
    public async Task RequireAsync(HttpRequest request, X509Certificate2? certificate, CancellationToken cancel)
    {
        if (await IdentifyAsync(request, certificate, cancel) is not { } user) throw new HttpStatusException(StatusCodes.Status401Unauthorized, "Unauthorized");

        // Every API server allows this group everything, so that its own requests need no question.
        if (user.Groups.Contains(Masters)) return;
        var verb = VerbOf(request.Method);
        var subresources = NodeSubresources.Of(request.Path.Value ?? "/");
        foreach (var subresource in subresources)
        {
            if (await IsAllowedAsync(user, verb, subresource, cancel)) return;
        }

        throw new HttpStatusException(
            StatusCodes.Status403Forbidden,
            $"Forbidden (user={user.Username}, verb={verb}, resource=nodes, subresource(s)=[{string.Join(' ', subresources)}])");
    }

    private static string VerbOf(string method) => method switch
    {
        "POST" => "create",
        "GET" => "get",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => "delete",
        _ => "",
    };

    private async Task<UserInfo?> IdentifyAsync(HttpRequest request, X509Certificate2? certificate, CancellationToken cancel)
    {
        if (certificate is not null && _certificates.Trusts(certificate)) return WithGroup(ClientCertificates.UserOf(certificate));
        if (TokenOf(request) is { } token)
        {
            var status = await ReviewAsync(token, cancel);
            return status.Authenticated ? WithGroup(status.User) : null;
        }

        return _options.AllowsAnonymous ? new UserInfo { Username = Anonymous, Groups = [Unauthenticated] } : null;
    }

    private static UserInfo WithGroup(UserInfo user) => user.Groups.Contains(Authenticated) ? user : user with { Groups = [.. user.Groups, Authenticated] };

    private static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && header[Bearer.Length..].Trim() is { Length: > 0 } token ? token : null;
    }

    private async Task<TokenReviewStatus> ReviewAsync(string token, CancellationToken cancel)
    {
        try
        {
            // The token itself is not kept.
            var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
            return await _tokens.GetAsync(key, () => _reviews.ReviewTokenAsync(token, cancel));
        }
        catch (Exception e) when (IsUnanswered(e))
        {
            throw new HttpStatusException(StatusCodes.Status401Unauthorized, "Unauthorized", e);
        }
    }

    private async Task<bool> IsAllowedAsync(UserInfo user, string verb, string subresource, CancellationToken cancel)
    {
        var spec = new SubjectAccessReviewSpec
        {
            User = user.Username,
            Uid = user.Uid,
            Groups = user.Groups,
            Extra = user.Extra,
            ResourceAttributes = new ResourceAttributes { Verb = verb, Version = "v1", Resource = "nodes", Name = _nodeName, Subresource = subresource },
        };
        try
        {
            return await _decisions.GetAsync(spec, () => _reviews.ReviewAccessAsync(spec, cancel));
        }
        catch (Exception e) when (IsUnanswered(e))
        {
            throw new HttpStatusException(
                StatusCodes.Status500InternalServerError, $"Authorization error (user={user.Username}, verb={verb}, resource=nodes, subresource={subresource})", e);
        }
    }

    private static bool IsUnanswered(Exception e) => e is StatusException or HttpRequestException or IOException;
}
