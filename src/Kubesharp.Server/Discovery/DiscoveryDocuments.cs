using System.Security.Cryptography;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.ApiDiscovery.V2;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Registry;

namespace Kubesharp.Server.Discovery;

/// <summary>Makes discovery documents from the registry.</summary>
internal static class DiscoveryDocuments
{
    private static readonly (Verbs Flag, string Name)[] VerbNames =
    [
        (Verbs.Create, "create"), (Verbs.Delete, "delete"), (Verbs.DeleteCollection, "deletecollection"), (Verbs.Get, "get"),
        (Verbs.List, "list"), (Verbs.Patch, "patch"), (Verbs.Update, "update"), (Verbs.Watch, "watch"),
    ];

    public static APIResource ResourceOf(ServedResource served) => new()
    {
        Name = served.Info.Gvr.Resource,
        SingularName = served.Info.Singular,
        Namespaced = served.Info.Namespaced,
        Kind = served.Info.Gvk.Kind,
        Verbs = NamesOf(served.Verbs),
        ShortNames = served.Info.ShortNames.Count == 0 ? default : served.Info.ShortNames,
        Categories = served.Info.Categories.Count == 0 ? default : served.Info.Categories,
        StorageVersionHash = served.Strategy is null ? "" : StorageHash(served.StoredAs ?? served.Info.Gvk),
    };

    public static IEnumerable<APIResource> SubresourcesOf(ServedResource served)
    {
        foreach (var subresource in served.Subresources.Where(subresource => subresource.IsListed))
        {
            var same = subresource.Kind.ApiVersion == served.Info.Gvk.ApiVersion;
            yield return new APIResource
            {
                Name = $"{served.Info.Gvr.Resource}/{subresource.Name}",
                SingularName = "",
                Namespaced = served.Info.Namespaced,
                Group = same ? "" : subresource.Kind.Group,
                Version = same ? "" : subresource.Kind.Version,
                Kind = subresource.Kind.Kind,
                Verbs = NamesOf(subresource.Verbs),
            };
        }
    }

    /// <summary>The aggregated document of the core group, or of all others.</summary>
    public static APIGroupDiscoveryList AggregateOf(ResourceRegistry registry, bool core)
    {
        var groups = registry.Resources.Where(r => r.Info.Gvr.Group.Length == 0 == core).GroupBy(r => r.Info.Gvr.Group);
        return new APIGroupDiscoveryList
        {
            Items = groups.Select(group => new APIGroupDiscovery
            {
                Metadata = new ObjectMeta { Name = group.Key },
                Versions = group.GroupBy(r => r.Info.Gvr.Version).Select(version => new APIVersionDiscovery
                {
                    Version = version.Key,
                    Freshness = "Current",
                    Resources = version.OrderBy(r => r.Info.Gvr.Resource, StringComparer.Ordinal).Select(Discover).ToValueList(),
                }).ToValueList(),
            }).ToValueList(),
        };
    }

    private static APIResourceDiscovery Discover(ServedResource served) => new()
    {
        Resource = served.Info.Gvr.Resource,
        ResponseKind = KindOf(served.Info.Gvk),
        Scope = served.Info.Namespaced ? "Namespaced" : "Cluster",
        SingularResource = served.Info.Singular,
        Verbs = NamesOf(served.Verbs),
        ShortNames = served.Info.ShortNames.Count == 0 ? default : served.Info.ShortNames,
        Categories = served.Info.Categories.Count == 0 ? default : served.Info.Categories,
        Subresources = served.Subresources.Count == 0 ? default : served.Subresources.Where(s => s.IsListed).OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => new APISubresourceDiscovery
        {
            Subresource = s.Name,
            ResponseKind = KindOf(s.Kind),
            Verbs = NamesOf(s.Verbs),
        }).ToValueList(),
    };

    private static MetaGroupVersionKind KindOf(GroupVersionKind kind) => new() { Group = kind.Group, Version = kind.Version, Kind = kind.Kind };

    private static ValueList<string> NamesOf(Verbs verbs) => VerbNames.Where(v => verbs.HasFlag(v.Flag)).Select(v => v.Name).ToValueList();

    /// <summary>Lets clients see when the stored version changes: eight bytes of a hash of its name.</summary>
    private static string StorageHash(GroupVersionKind kind)
    {
        var name = $"{kind.Group}/{kind.Version}/{kind.Kind}";
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8));
    }
}
