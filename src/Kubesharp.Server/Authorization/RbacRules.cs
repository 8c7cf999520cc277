using Kubesharp.Api;
using Kubesharp.Api.Rbac.V1;

namespace Kubesharp.Server.Authorization;

/// <summary>What single RBAC rules allow.</summary>
internal static class RbacRules
{
    public static bool Allows(PolicyRule rule, in AuthorizationAttributes attributes)
    {
        if (!Has(rule.Verbs, attributes.Verb)) return false;
        return attributes.IsResourceRequest
            ? Has(rule.ApiGroups, attributes.Group) && HasResource(rule.Resources, attributes.Resource, attributes.Subresource)
                && (rule.ResourceNames.Count == 0 || rule.ResourceNames.Contains(attributes.Name))
            : HasPath(rule.NonResourceURLs, attributes.Path);
    }

    private static bool Has(ValueList<string> values, string wanted)
    {
        foreach (var value in values)
            if (value == "*" || value == wanted)
                return true;
        return false;
    }

    private static bool HasResource(ValueList<string> resources, string resource, string subresource)
    {
        foreach (var value in resources)
        {
            if (value == "*") return true;
            if (subresource.Length == 0)
            {
                if (value == resource) return true;
                continue;
            }

            var slash = value.IndexOf('/');
            if (slash < 0 || !value.AsSpan(slash + 1).SequenceEqual(subresource)) continue;
            var parent = value.AsSpan(0, slash);
            if (parent is "*" || parent.SequenceEqual(resource)) return true;
        }

        return false;
    }

    private static bool HasPath(ValueList<string> paths, string path)
    {
        foreach (var value in paths)
            if (value == "*" || value == path || (value.EndsWith('*') && path.AsSpan().StartsWith(value.AsSpan().TrimEnd('*'))))
                return true;
        return false;
    }
}
