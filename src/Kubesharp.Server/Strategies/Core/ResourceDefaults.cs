using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Brings resource amounts to the precision the API keeps: no finer than a thousandth.</summary>
internal static class ResourceDefaults
{
    private const int MilliScale = -3;

    public static ValueMap<Quantity> Round(ValueMap<Quantity> resources)
    {
        foreach (var (_, amount) in resources)
        {
            if (amount.RoundUp(MilliScale) != amount) return RoundAll(resources);
        }

        return resources;
    }

    public static ResourceRequirements Apply(ResourceRequirements resources)
    {
        var limits = Round(resources.Limits);
        var requests = Round(resources.Requests);
        return limits.IsSame(resources.Limits) && requests.IsSame(resources.Requests) ? resources : resources with { Limits = limits, Requests = requests };
    }

    private static ValueMap<Quantity> RoundAll(ValueMap<Quantity> resources)
    {
        var rounded = resources.AsSpan().ToArray();
        for (var i = 0; i < rounded.Length; i++) rounded[i] = new(rounded[i].Key, rounded[i].Value.RoundUp(MilliScale));
        return ValueMap.Create<Quantity>(rounded);
    }
}
