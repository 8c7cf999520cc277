using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Rbac.V1;

namespace Kubesharp.Server.Bootstrap;

/// <summary>The roles and bindings every cluster starts with, from the table in <c>default-rbac.json</c>.</summary>
internal static class DefaultRbac
{
    private const string Group = "rbac.authorization.k8s.io";
    private const string AggregatePrefix = "rbac.authorization.k8s.io/aggregate-to-";

    private static readonly Lazy<JsonDocument> Table = new(Load);

    /// <summary>The rules of one default cluster role.</summary>
    public static ValueList<PolicyRule> RulesOf(string clusterRole)
    {
        foreach (var entry in Table.Value.RootElement.GetProperty("clusterRoles").EnumerateArray())
            if (Text(entry, "name") == clusterRole)
                return Rules(entry);
        throw new KeyNotFoundException(clusterRole);
    }

    public static IEnumerable<ClusterRole> ClusterRoles()
    {
        var entries = Table.Value.RootElement.GetProperty("clusterRoles");
        foreach (var entry in entries.EnumerateArray())
        {
            var metadata = Metadata("", Text(entry, "name"));
            foreach (var target in Texts(entry, "aggregateTo")) metadata = metadata with { Labels = metadata.Labels.Set(AggregatePrefix + target, "true") };
            var role = new ClusterRole { Metadata = metadata, Rules = Rules(entry) };
            var sources = Texts(entry, "aggregates");
            if (sources.Count > 0)
            {
                role = role with
                {
                    AggregationRule = new AggregationRule
                    {
                        ClusterRoleSelectors = sources.Select(s => new LabelSelector { MatchLabels = ValueMap.Of(AggregatePrefix + s, "true") }).ToValueList(),
                    },
                };
            }

            yield return role;
        }
    }

    public static IEnumerable<ClusterRoleBinding> ClusterRoleBindings() =>
        Table.Value.RootElement.GetProperty("clusterRoleBindings").EnumerateArray().Select(entry => new ClusterRoleBinding
        {
            Metadata = Metadata("", Text(entry, "name")),
            RoleRef = new RoleRef { ApiGroup = Group, Kind = "ClusterRole", Name = Text(entry, "role") },
            Subjects = Subjects(entry),
        });

    public static IEnumerable<Role> Roles() =>
        Table.Value.RootElement.GetProperty("roles").EnumerateArray().Select(entry => new Role
        {
            Metadata = Metadata(Text(entry, "namespace"), Text(entry, "name")),
            Rules = Rules(entry),
        });

    public static IEnumerable<RoleBinding> RoleBindings() =>
        Table.Value.RootElement.GetProperty("roleBindings").EnumerateArray().Select(entry =>
        {
            var role = Text(entry, "role").Split('/');
            return new RoleBinding
            {
                Metadata = Metadata(Text(entry, "namespace"), Text(entry, "name")),
                RoleRef = new RoleRef { ApiGroup = Group, Kind = role[0], Name = role[1] },
                Subjects = Subjects(entry),
            };
        });

    private static ObjectMeta Metadata(string ns, string name) => new()
    {
        Namespace = ns,
        Name = name,
        Labels = ValueMap.Of("kubernetes.io/bootstrapping", "rbac-defaults"),
        Annotations = ValueMap.Of("rbac.authorization.kubernetes.io/autoupdate", "true"),
    };

    private static ValueList<PolicyRule> Rules(JsonElement entry) => entry.TryGetProperty("rules", out var rules)
        ? rules.EnumerateArray().Select(rule => new PolicyRule
        {
            Verbs = Texts(rule, "verbs"),
            ApiGroups = Texts(rule, "apiGroups"),
            Resources = Texts(rule, "resources"),
            ResourceNames = Texts(rule, "resourceNames"),
            NonResourceURLs = Texts(rule, "nonResourceURLs"),
        }).ToValueList()
        : default;

    private static ValueList<Subject> Subjects(JsonElement entry) => Texts(entry, "subjects").Select(text =>
    {
        var colon = text.IndexOf(':');
        var name = text[(colon + 1)..];
        if (text[..colon] is not "sa") return new Subject { Kind = text[..colon] == "user" ? "User" : "Group", ApiGroup = Group, Name = name };
        var slash = name.IndexOf('/');
        return new Subject { Kind = "ServiceAccount", Namespace = name[..slash], Name = name[(slash + 1)..] };
    }).ToValueList();

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    private static ValueList<string> Texts(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var values) ? values.EnumerateArray().Select(v => v.GetString()!).ToValueList() : default;

    private static JsonDocument Load()
    {
        using var stream = typeof(DefaultRbac).Assembly.GetManifestResourceStream("default-rbac.json")
            ?? throw new InvalidOperationException("default-rbac.json is not embedded");
        return JsonDocument.Parse(stream);
    }
}
