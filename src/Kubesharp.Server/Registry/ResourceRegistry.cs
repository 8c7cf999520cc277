using System.Collections.Frozen;
using Kubesharp.Api;

namespace Kubesharp.Server.Registry;

/// <summary>All resources that are served at a moment. Custom resources come and go: then the server makes a new registry.</summary>
public sealed class ResourceRegistry
{
    private readonly FrozenDictionary<(string Group, string Version, string Resource), ServedResource> _byName;

    public ResourceRegistry(IReadOnlyList<ServedResource> resources)
    {
        Resources = resources;
        _byName = resources.ToFrozenDictionary(r => (r.Info.Gvr.Group, r.Info.Gvr.Version, r.Info.Gvr.Resource));
    }

    /// <summary>All resources, those of one group and version together, in the order discovery lists them.</summary>
    public IReadOnlyList<ServedResource> Resources { get; }

    public ServedResource? Find(string group, string version, string resource) => _byName.GetValueOrDefault((group, version, resource));

    /// <summary>The resource a kind is served under, or null.</summary>
    public ServedResource? FindKind(GroupVersionKind kind)
    {
        foreach (var resource in Resources)
            if (resource.Info.Gvk == kind)
                return resource;
        return null;
    }
}
