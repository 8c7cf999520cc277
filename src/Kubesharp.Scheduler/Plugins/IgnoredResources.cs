using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Extended resources that a profile does not count, by name or by what comes before the slash.</summary>
internal sealed class IgnoredResources(ResourceNames resources, ValueList<string> names, ValueList<string> groups)
{
    // One entry per number of a resource that was asked about: unknown, counted or ignored.
    private bool?[] _known = [];

    public bool Contains(int resource)
    {
        if (resource >= _known.Length) Array.Resize(ref _known, resource + 8);
        return _known[resource] ??= IsIgnored(resources[resource]);
    }

    private bool IsIgnored(string name) =>
        PodResourceExtensions.IsExtendedResource(name) && (names.Contains(name) || groups.Contains(name[..name.IndexOf('/')]));
}
