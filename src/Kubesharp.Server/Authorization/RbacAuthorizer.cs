using Kubesharp.Api;
using Kubesharp.Api.Rbac.V1;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Storage;
using Kubesharp.Store.Trees;

namespace Kubesharp.Server.Authorization;

/// <summary>Role-based access control on the stored roles and bindings.</summary>
internal sealed class RbacAuthorizer(ObjectStores stores) : IAuthorizer
{
    private volatile RbacIndex? _index;

    /// <summary>The index of all roles and bindings as they are now.</summary>
    public RbacIndex Index
    {
        get
        {
            var index = _index;
            var trees = new RbacTrees(
                stores.Of<ClusterRole>().Cache.Current.Objects,
                stores.Of<Role>().Cache.Current.Objects,
                stores.Of<ClusterRoleBinding>().Cache.Current.Objects,
                stores.Of<RoleBinding>().Cache.Current.Objects);
            if (index is not null && index.Trees == trees) return index;
            return _index = RbacIndex.Build(trees, stores);
        }
    }

    public bool Authorize(in AuthorizationAttributes attributes, out string reason)
    {
        var index = Index;
        reason = "";
        if (Allows(index, index.OfUser(attributes.User.Name), attributes, out reason)) return true;
        foreach (var group in attributes.User.Groups)
            if (Allows(index, index.OfGroup(group), attributes, out reason))
                return true;
        return false;
    }

    private static bool Allows(RbacIndex index, IReadOnlyList<RbacGrant> grants, in AuthorizationAttributes attributes, out string reason)
    {
        for (var i = 0; i < grants.Count; i++)
        {
            var grant = grants[i];
            if (grant.Namespace.Length > 0 && (!attributes.IsResourceRequest || grant.Namespace != attributes.Namespace)) continue;
            foreach (var rule in grant.Rules)
            {
                if (!RbacRules.Allows(rule, attributes)) continue;
                reason = grant.Reason;
                return true;
            }
        }

        reason = "";
        return false;
    }
}

/// <summary>The collections an index was built from; equal when nothing changed.</summary>
internal readonly record struct RbacTrees(
    OrderedTree<StoredObject> ClusterRoles, OrderedTree<StoredObject> Roles, OrderedTree<StoredObject> ClusterRoleBindings, OrderedTree<StoredObject> RoleBindings);

/// <summary>Rules that somebody has through a binding.</summary>
/// <param name="Namespace">Where they apply; empty for everywhere.</param>
/// <param name="Rules">The rules.</param>
/// <param name="Reason">What to say when they allow something.</param>
internal sealed record RbacGrant(string Namespace, ValueList<PolicyRule> Rules, string Reason);
