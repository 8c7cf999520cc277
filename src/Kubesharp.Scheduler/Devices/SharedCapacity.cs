using System.Numerics;
using Kubesharp.Api;
using Kubesharp.Api.Resource.V1;

namespace Kubesharp.Scheduler.Devices;

/// <summary>Shares of devices.</summary>
internal static class SharedCapacity
{
    /// <summary>What a request takes of a shared device, by the policies of its capacities; null when the device cannot give as much.</summary>
    public static ValueMap<Quantity>? Take(DeviceEntry entry, ValueMap<Quantity> wanted)
    {
        foreach (var (name, _) in wanted)
        {
            if (!entry.Device.Capacity.ContainsKey(name)) return null;
        }

        var taken = new List<KeyValuePair<string, Quantity>>(entry.Device.Capacity.Count);
        foreach (var (name, capacity) in entry.Device.Capacity)
        {
            var amount = wanted.TryGetValue(name, out var asked) ? asked : capacity.RequestPolicy?.Default ?? capacity.Value;
            if (Round(amount, capacity.RequestPolicy) is not { } rounded || rounded > capacity.Value) return null;
            taken.Add(new(name, rounded));
        }

        return taken.ToValueMap();
    }

    /// <summary>Whether a device that only one claim can have is large enough.</summary>
    public static bool Suffices(DeviceEntry entry, ValueMap<Quantity> wanted)
    {
        foreach (var (name, amount) in wanted)
        {
            if (!entry.Device.Capacity.TryGetValue(name, out var capacity) || capacity.Value < amount) return false;
        }

        return true;
    }

    /// <summary>The least amount that the policy allows and that is enough; null when there is none.</summary>
    private static Quantity? Round(Quantity amount, CapacityRequestPolicy? policy)
    {
        if (policy is null) return amount;
        if (policy.ValidValues.Count > 0)
        {
            Quantity? best = null;
            foreach (var value in policy.ValidValues)
            {
                if (value >= amount && (best is null || value < best)) best = value;
            }

            return best;
        }

        if (policy.ValidRange is not { Min: { } min } range) return amount;
        var rounded = amount < min ? min : amount;
        if (range.Step is { Sign: > 0 } step)
        {
            var beyond = (BigInteger)(rounded - min).Value;
            var steps = (beyond + step.Value - 1) / step.Value;
            rounded = min + (step * (long)steps);
        }

        return range.Max is { } max && rounded > max ? null : rounded;
    }
}
