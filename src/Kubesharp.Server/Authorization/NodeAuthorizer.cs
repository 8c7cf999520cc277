using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Rbac.V1;
using Kubesharp.Server.Bootstrap;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Storage;

namespace Kubesharp.Server.Authorization;

/// <summary>
/// Lets node agents do what nodes do, as the role <c>system:node</c> lists it, but read only those Secrets, ConfigMaps and claims that pods
/// on their own node refer to.
/// </summary>
internal sealed class NodeAuthorizer(ObjectStores stores) : IAuthorizer
{
    private readonly Lazy<ValueList<PolicyRule>> _rules = new(() => DefaultRbac.RulesOf("system:node"));

    public bool Authorize(in AuthorizationAttributes attributes, out string reason)
    {
        reason = "";
        if (attributes.User.NodeName is not { } node) return false;
        var isGuarded = attributes is { IsResourceRequest: true, Group: "", Subresource: "", Resource: "secrets" or "configmaps" or "persistentvolumeclaims" };
        if (isGuarded) return attributes.Verb is "get" or "list" or "watch" && attributes.Name.Length > 0 && IsUsedOn(node, attributes);
        foreach (var rule in _rules.Value)
            if (RbacRules.Allows(rule, attributes))
                return true;
        return false;
    }

    private bool IsUsedOn(string node, in AuthorizationAttributes attributes)
    {
        var pods = stores.Of<Pod>();
        foreach (var value in pods.Cache.Current.Objects.Prefix(pods.PrefixOf(attributes.Namespace)))
        {
            if (value.IndexValue(pods.IndexField!) != node) continue;
            if (PodReferences.Uses((Pod)pods.TypedOf(value), attributes.Resource, attributes.Name)) return true;
        }

        return false;
    }
}
