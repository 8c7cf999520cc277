using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Completes resources given for the pod as a whole from those of its containers.</summary>
internal static class PodLevelResources
{
    private const string HugePagesPrefix = "hugepages-";

    public static bool IsSupported(string resource) => resource is ResourceName.Cpu or ResourceName.Memory || IsHugePages(resource);

    public static ResourceRequirements? Apply(ResourceRequirements? resources, ValueList<Container> containers, ValueList<Container> initContainers)
    {
        if (resources is null || (resources.Limits.Count == 0 && resources.Requests.Count == 0)) return resources;
        resources = ResourceDefaults.Apply(resources);
        var limits = resources.Limits;
        var requests = resources.Requests;
        var hugePages = Sum(containers, initContainers, static container => container.Resources.Limits);
        foreach (var (name, amount) in hugePages)
        {
            if (IsHugePages(name) && !limits.ContainsKey(name) && !requests.ContainsKey(name)) limits = limits.Set(name, amount);
        }

        if (limits.Count > 0)
        {
            var asked = Sum(containers, initContainers, static container => container.Resources.Requests);
            foreach (var (name, amount) in asked)
            {
                if (IsSupported(name) && !IsHugePages(name) && !requests.ContainsKey(name)) requests = requests.Set(name, amount);
            }

            foreach (var (name, limit) in limits)
            {
                if (IsSupported(name) && !requests.ContainsKey(name)) requests = requests.Set(name, limit);
            }
        }

        return limits.IsSame(resources.Limits) && requests.IsSame(resources.Requests) ? resources : resources with { Limits = limits, Requests = requests };
    }

    public static bool IsHugePages(string resource) => resource.StartsWith(HugePagesPrefix, StringComparison.Ordinal);

    /// <summary>
    /// What the containers need at the same time: the sum of the regular and of the restartable init containers,
    /// or what an init container needs beside those started before it, whichever is more.
    /// </summary>
    public static ValueMap<Quantity> Sum(ValueList<Container> containers, ValueList<Container> initContainers, Func<Container, ValueMap<Quantity>> amounts)
    {
        var total = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in containers) AddTo(total, amounts(container));
        var sidecars = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        var peak = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in initContainers)
        {
            var needed = amounts(container);
            if (container.RestartPolicy == ContainerRestartPolicy.Always)
            {
                AddTo(total, needed);
                AddTo(sidecars, needed);
                foreach (var (name, amount) in sidecars) peak[name] = peak.TryGetValue(name, out var before) ? Quantity.Max(before, amount) : amount;
                continue;
            }

            var beside = new Dictionary<string, Quantity>(sidecars, StringComparer.Ordinal);
            AddTo(beside, needed);
            foreach (var (name, amount) in beside) peak[name] = peak.TryGetValue(name, out var before) ? Quantity.Max(before, amount) : amount;
        }

        foreach (var (name, amount) in peak) total[name] = total.TryGetValue(name, out var before) ? Quantity.Max(before, amount) : amount;
        return total.ToValueMap();
    }

    private static void AddTo(Dictionary<string, Quantity> total, ValueMap<Quantity> amounts)
    {
        foreach (var (name, amount) in amounts) total[name] = total.TryGetValue(name, out var before) ? before + amount : amount;
    }
}
