using System.Collections.Concurrent;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Authentication;

/// <summary>Recognises bearer tokens: static ones, and ServiceAccount tokens whose account (and pod, or other bound object) still exists.</summary>
/// <param name="tokens">Signs and verifies.</param>
/// <param name="fixedTokens">Users by token.</param>
/// <param name="objects">Reads what tokens are bound to.</param>
/// <param name="time">The clock.</param>
/// <param name="used">Told of Secrets whose token has just been used.</param>
internal sealed class TokenAuthenticator(
    ServiceAccountTokens tokens, IReadOnlyDictionary<string, UserIdentity> fixedTokens, IObjectReader objects, TimeProvider time, Action<Secret> used)
{
    private const int MaxRemembered = 8192;
    private static readonly TimeSpan SuccessLife = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (TokenIdentity Identity, long Since)> _known = new(StringComparer.Ordinal);

    /// <summary>Who the token stands for; null when it stands for nobody (any more).</summary>
    public TokenIdentity? Authenticate(string token)
    {
        if (fixedTokens.TryGetValue(token, out var user)) return new TokenIdentity(user, default, DateTimeOffset.MaxValue);
        if (_known.TryGetValue(token, out var known) && time.GetElapsedTime(known.Since) < SuccessLife && known.Identity.ExpiresAt > time.GetUtcNow())
            return known.Identity;
        using var claims = tokens.Verify(token);
        var identity = claims is null ? null : Text(claims.RootElement, "iss") == SecretToken.Issuer ? ReadSecretToken(token, claims.RootElement) : Read(claims.RootElement);
        if (identity is null)
        {
            _known.TryRemove(token, out _);
            return null;
        }

        if (_known.Count >= MaxRemembered) _known.Clear();
        _known[token] = (identity, time.GetTimestamp());
        return identity;
    }

    private TokenIdentity? Read(JsonElement claims)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (Text(claims, "iss") != tokens.Issuer) return null;
        if (!claims.TryGetProperty("exp", out var expiry) || !expiry.TryGetInt64(out var expires) || expires <= now) return null;
        if (claims.TryGetProperty("nbf", out var notBefore) && notBefore.TryGetInt64(out var from) && from > now + 10) return null;
        if (!claims.TryGetProperty("kubernetes.io", out var own)) return null;
        var ns = Text(own, "namespace");
        if (!own.TryGetProperty("serviceaccount", out var account)) return null;
        var name = Text(account, "name");
        var uid = Text(account, "uid");
        if (objects.Get<ServiceAccount>(ns, name) is not { } found || found.Metadata.Uid != uid) return null;
        var extra = new List<KeyValuePair<string, ValueList<string>>>();
        if (claims.TryGetProperty("jti", out var id)) extra.Add(new("authentication.kubernetes.io/credential-id", ["JTI=" + id.GetString()]));
        if (own.TryGetProperty("pod", out var pod))
        {
            if (objects.Get<Pod>(ns, Text(pod, "name")) is not { } bound || bound.Metadata.Uid != Text(pod, "uid")) return null;
            extra.Add(new("authentication.kubernetes.io/pod-name", [Text(pod, "name")]));
            extra.Add(new("authentication.kubernetes.io/pod-uid", [Text(pod, "uid")]));
        }

        if (own.TryGetProperty("secret", out var secret)
            && (objects.Get<Secret>(ns, Text(secret, "name")) is not { } kept || kept.Metadata.Uid != Text(secret, "uid")))
        {
            return null;
        }

        if (own.TryGetProperty("node", out var node))
        {
            extra.Add(new("authentication.kubernetes.io/node-name", [Text(node, "name")]));
            extra.Add(new("authentication.kubernetes.io/node-uid", [Text(node, "uid")]));
        }

        return new TokenIdentity(UserOf(ns, name, uid, extra.ToValueMap()), Audiences(claims), DateTimeOffset.FromUnixTimeSeconds(expires));
    }

    /// <summary>Reads a token that a Secret holds: good as long as the Secret holds it and the account is the same.</summary>
    private TokenIdentity? ReadSecretToken(string token, JsonElement claims)
    {
        var ns = Text(claims, SecretToken.NamespaceClaim);
        var name = Text(claims, SecretToken.AccountClaim);
        if (Text(claims, "sub") != SecretToken.Subject(ns, name)) return null;
        if (objects.Get<Secret>(ns, Text(claims, SecretToken.SecretClaim)) is not { } secret || secret.Metadata.DeletionTimestamp is not null) return null;
        if (!secret.Data.TryGetValue("token", out var held) || held != ByteString.FromText(token)) return null;
        if (!string.IsNullOrEmpty(secret.Metadata.Labels.Get(SecretToken.InvalidSinceLabel))) return null;
        if (objects.Get<ServiceAccount>(ns, name) is not { } account || account.Metadata.DeletionTimestamp is not null || account.Metadata.Uid != Text(claims, SecretToken.UidClaim)) return null;
        used(secret);
        return new TokenIdentity(UserOf(ns, name, account.Metadata.Uid, default), default, DateTimeOffset.MaxValue);
    }

    private static UserIdentity UserOf(string ns, string name, string uid, ValueMap<ValueList<string>> extra) => new()
    {
        Name = $"{UserIdentity.ServiceAccountPrefix}{ns}:{name}",
        Uid = uid,
        Groups = [UserIdentity.ServiceAccountsGroup, $"{UserIdentity.ServiceAccountsGroup}:{ns}", UserIdentity.AuthenticatedGroup],
        Extra = extra,
    };

    private static ValueList<string> Audiences(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var audience)) return default;
        return audience.ValueKind == JsonValueKind.String
            ? [audience.GetString()!]
            : audience.EnumerateArray().Select(a => a.GetString() ?? "").ToValueList();
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
