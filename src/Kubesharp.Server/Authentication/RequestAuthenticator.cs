using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Kubesharp.Api;
using Kubesharp.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Server.Authentication;

/// <summary>Finds out who makes a request: by client certificate, by bearer token, or nobody in particular.</summary>
internal sealed class RequestAuthenticator(CertificateAuthority authority, TokenAuthenticator tokens)
{
    private const string Bearer = "Bearer ";

    /// <summary>What was found out of the certificates of connections that are still open.</summary>
    private readonly ConditionalWeakTable<X509Certificate2, UserIdentity> _certificates = [];

    /// <summary>The user; a StatusException (401) for credentials that are no good.</summary>
    public UserIdentity Authenticate(HttpContext http)
    {
        if (http.Features.Get<InProcessUser>() is { } inside) return inside.User;
        if (http.Connection.ClientCertificate is { } certificate) return OfCertificate(certificate);
        var authorization = http.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) || WebSocketToken(http) is { Length: > 0 })
        {
            var token = authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : WebSocketToken(http);
            var identity = tokens.Authenticate(token) ?? throw StatusErrors.Unauthorized();
            if (identity.Audiences.Count > 0 && !identity.Audiences.Contains(TokenIssuing.DefaultAudience)) throw StatusErrors.Unauthorized();
            return identity.User;
        }

        return authorization.Length > 0 ? throw StatusErrors.Unauthorized() : UserIdentity.Anonymous;
    }

    /// <summary>Browsers cannot set headers on WebSockets, so a subprotocol may carry the token.</summary>
    private static string WebSocketToken(HttpContext http)
    {
        const string Prefix = "base64url.bearer.authorization.k8s.io.";
        foreach (var header in http.Request.Headers.SecWebSocketProtocol)
        {
            foreach (var protocol in (header ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (!protocol.StartsWith(Prefix, StringComparison.Ordinal)) continue;
                try
                {
                    return System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(protocol.AsSpan(Prefix.Length)));
                }
                catch (FormatException e)
                {
                    throw new StatusException(StatusErrors.Unauthorized().Status, e);
                }
            }
        }

        return "";
    }

    private UserIdentity OfCertificate(X509Certificate2 certificate)
    {
        if (_certificates.TryGetValue(certificate, out var known)) return known;
        if (!authority.Trusts(certificate)) throw StatusErrors.Unauthorized();
        var name = "";
        var groups = new List<string>();
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            switch (part.GetSingleElementType().Value)
            {
                case "2.5.4.3": name = part.GetSingleElementValue() ?? ""; break;
                case "2.5.4.10": groups.Add(part.GetSingleElementValue() ?? ""); break;
            }
        }

        if (name.Length == 0) throw StatusErrors.Unauthorized();
        groups.Add(UserIdentity.AuthenticatedGroup);
        var user = new UserIdentity { Name = name, Groups = groups.ToValueList() };
        _certificates.AddOrUpdate(certificate, user);
        return user;
    }
}

/// <summary>Marks a request from inside the process, whose user needs no proof.</summary>
internal sealed record InProcessUser(UserIdentity User);
