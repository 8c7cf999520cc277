using Kubesharp.Api;
using Kubesharp.Api.Rbac.V1;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Storage;
using Kubesharp.Store.Trees;

namespace Kubesharp.Server.Authorization;

/// <summary>Who has which rules, by user and by group, as of one moment.</summary>
internal sealed class RbacIndex
{
    private readonly Dictionary<string, List<RbacGrant>> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RbacGrant>> _groups = new(StringComparer.Ordinal);

    private RbacIndex(RbacTrees trees) => Trees = trees;

    public RbacTrees Trees { get; }

    public IReadOnlyList<RbacGrant> OfUser(string name) => _users.TryGetValue(name, out var grants) ? grants : [];

    public IReadOnlyList<RbacGrant> OfGroup(string name) => _groups.TryGetValue(name, out var grants) ? grants : [];

    /// <summary>All grants of a user, through name and groups.</summary>
    public IEnumerable<RbacGrant> Of(UserIdentity user) => OfUser(user.Name).Concat(user.Groups.SelectMany(OfGroup));

    public static RbacIndex Build(RbacTrees trees, ObjectStores stores)
    {
        var index = new RbacIndex(trees);
        var clusterRoles = new Dictionary<string, ValueList<PolicyRule>>(StringComparer.Ordinal);
        foreach (var role in Typed<ClusterRole>(trees.ClusterRoles, stores)) clusterRoles[role.Metadata.Name] = role.Rules;
        var roles = new Dictionary<(string, string), ValueList<PolicyRule>>();
        foreach (var role in Typed<Role>(trees.Roles, stores)) roles[(role.Metadata.Namespace, role.Metadata.Name)] = role.Rules;
        foreach (var binding in Typed<ClusterRoleBinding>(trees.ClusterRoleBindings, stores))
        {
            if (!clusterRoles.TryGetValue(binding.RoleRef.Name, out var rules)) continue;
            foreach (var subject in binding.Subjects)
            {
                index.Add(subject, "", new RbacGrant(
                    "", rules, $"RBAC: allowed by ClusterRoleBinding \"{binding.Metadata.Name}\" of ClusterRole \"{binding.RoleRef.Name}\" to {Describe(subject, "")}"));
            }
        }

        foreach (var binding in Typed<RoleBinding>(trees.RoleBindings, stores))
        {
            var ns = binding.Metadata.Namespace;
            var reference = binding.RoleRef;
            var found = reference.Kind == "Role" ? roles.TryGetValue((ns, reference.Name), out var rules) : clusterRoles.TryGetValue(reference.Name, out rules);
            if (!found) continue;
            foreach (var subject in binding.Subjects)
            {
                index.Add(subject, ns, new RbacGrant(
                    ns, rules, $"RBAC: allowed by RoleBinding \"{binding.Metadata.Name}/{ns}\" of {reference.Kind} \"{reference.Name}\" to {Describe(subject, ns)}"));
            }
        }

        return index;
    }

    private static IEnumerable<T> Typed<T>(OrderedTree<StoredObject> tree, ObjectStores stores)
        where T : class, IResource<T>
    {
        var storage = stores.Of<T>();
        foreach (var value in tree.All()) yield return (T)storage.TypedOf(value);
    }

    private static string Describe(Subject subject, string ns) => subject.Kind == "ServiceAccount"
        ? $"ServiceAccount \"{subject.Name}/{(subject.Namespace.Length > 0 ? subject.Namespace : ns)}\""
        : $"{subject.Kind} \"{subject.Name}\"";

    private void Add(Subject subject, string ns, RbacGrant grant)
    {
        switch (subject.Kind)
        {
            case "User": Add(_users, subject.Name, grant); break;
            case "Group": Add(_groups, subject.Name, grant); break;
            case "ServiceAccount":
                var home = subject.Namespace.Length > 0 ? subject.Namespace : ns;
                Add(_users, $"{UserIdentity.ServiceAccountPrefix}{home}:{subject.Name}", grant);
                break;
        }
    }

    private static void Add(Dictionary<string, List<RbacGrant>> table, string name, RbacGrant grant)
    {
        if (!table.TryGetValue(name, out var grants)) table[name] = grants = [];
        grants.Add(grant);
    }
}
