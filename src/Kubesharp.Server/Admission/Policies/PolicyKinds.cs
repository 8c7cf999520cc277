using Kubesharp.Api;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Rest;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>The resources that policies are about, and the versions they are served in.</summary>
internal sealed class PolicyKinds(Func<ResourceRegistry> registry)
{
    public ServedResource? Find(GroupVersionKind kind) => registry().FindKind(kind);

    /// <summary>The other versions of a resource, perhaps in another group.</summary>
    public IEnumerable<ResourceInfo> EquivalentsOf(ResourceInfo resource)
    {
        var all = registry();
        if (all.FindKind(resource.Gvk) is not { } served) return [];
        return all.Resources.Where(other => StorageOf(other) == StorageOf(served) && other.Info.Gvr != resource.Gvr).Select(static other => other.Info);
    }

    /// <summary>A stored object in one of the versions it is served in; anything else as it is.</summary>
    public IKind? Serve(IKind? value, ResourceInfo version) => IsConverted(value, version) ? VersionConversions.Of(version.Gvk).ToServed((IKubernetesObject)value) : value;

    /// <summary>The other way round.</summary>
    public IKind Store(IKind value, ResourceInfo version) =>
        value is IKubernetesObject whole && value.GroupVersionKind == version.Gvk && Find(version.Gvk)?.StoredAs is not null ? VersionConversions.Of(version.Gvk).ToStored(whole) : value;

    /// <summary>An object with the values the API promises for what is left out.</summary>
    public IKind Default(IKind value) => value is IKubernetesObject whole && Find(value.GroupVersionKind)?.Strategy is { } strategy ? strategy.DefaultObject(whole) : value;

    private bool IsConverted([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] IKind? value, ResourceInfo version) =>
        value is IKubernetesObject && Find(version.Gvk)?.StoredAs is { } stored && stored == value.GroupVersionKind;

    private static GroupVersionKind StorageOf(ServedResource resource) => resource.StoredAs ?? resource.Info.Gvk;
}
