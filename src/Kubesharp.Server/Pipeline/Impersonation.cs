using Kubesharp.Api;
using Kubesharp.Server.Authorization;
using Kubesharp.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Server.Pipeline;

/// <summary>Lets users who may do so act as somebody else, as the Impersonate headers say.</summary>
internal sealed class Impersonation(IAuthorizer authorizer)
{
    private const string ExtraPrefix = "Impersonate-Extra-";

    /// <summary>Whom the request acts as; a StatusException (403) when its user may not.</summary>
    public UserIdentity Apply(HttpContext http, UserIdentity user)
    {
        var headers = http.Request.Headers;
        var name = headers["Impersonate-User"].ToString();
        var groups = headers["Impersonate-Group"];
        var uid = headers["Impersonate-Uid"].ToString();
        if (name.Length == 0)
        {
            if (groups.Count == 0 && uid.Length == 0) return user;
            throw StatusErrors.InternalError("requested impersonation without impersonating a user");
        }

        var isServiceAccount = name.StartsWith(UserIdentity.ServiceAccountPrefix, StringComparison.Ordinal) && name.Count(c => c == ':') == 3;
        var parts = isServiceAccount ? name.Split(':') : [];
        if (isServiceAccount) Require(user, "", "serviceaccounts", "", parts[3], parts[2]);
        else Require(user, "", "users", "", name, "");
        foreach (var group in groups) Require(user, "", "groups", "", group ?? "", "");
        if (uid.Length > 0) Require(user, "authentication.k8s.io", "uids", "", uid, "");
        var extra = new List<KeyValuePair<string, ValueList<string>>>();
        foreach (var (key, values) in headers)
        {
            if (!key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase)) continue;
            var extraKey = Uri.UnescapeDataString(key[ExtraPrefix.Length..]).ToLowerInvariant();
            foreach (var value in values) Require(user, "authentication.k8s.io", "userextras", extraKey, value ?? "", "");
            extra.Add(new(extraKey, values.Select(v => v ?? "").ToValueList()));
        }

        var all = groups.Select(g => g ?? "").ToList();
        if (isServiceAccount && all.Count == 0) all.AddRange([UserIdentity.ServiceAccountsGroup, $"{UserIdentity.ServiceAccountsGroup}:{parts[2]}"]);
        var standing = name == UserIdentity.AnonymousName ? UserIdentity.UnauthenticatedGroup : UserIdentity.AuthenticatedGroup;
        if (!all.Contains(standing)) all.Add(standing);
        foreach (var header in headers.Keys.Where(k => k.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase)).ToList()) headers.Remove(header);
        return new UserIdentity { Name = name, Uid = uid, Groups = all.ToValueList(), Extra = extra.ToValueMap() };
    }

    private void Require(UserIdentity user, string group, string resource, string subresource, string name, string ns)
    {
        var attributes = new AuthorizationAttributes
        {
            User = user,
            Verb = "impersonate",
            IsResourceRequest = true,
            Path = "",
            Group = group,
            Resource = resource,
            Subresource = subresource,
            Name = name,
            Namespace = ns,
        };
        if (!authorizer.Authorize(attributes, out var reason))
            throw StatusErrors.Forbidden(user.Name, "impersonate", new GroupVersionResource(group, "v1", resource), subresource, ns, name, reason);
    }
}
