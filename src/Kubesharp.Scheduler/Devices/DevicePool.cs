using Kubesharp.Api;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Devices;

/// <summary>The devices of a pool: those of the slices with its greatest generation.</summary>
internal sealed class DevicePool
{
    private DevicePool(string driver, string name) => (Driver, Name) = (driver, name);

    public string Driver { get; }

    public string Name { get; }

    public DeviceEntry[] Devices { get; private init; } = [];

    /// <summary>Amounts that devices share, by the name of their set.</summary>
    public Dictionary<string, ValueMap<Counter>> Counters { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether slices are still to come; all devices of the pool are not known then.</summary>
    public bool IsIncomplete { get; private init; }

    /// <summary>Whether two devices have the same name; none of them can be given out then.</summary>
    public bool IsInvalid { get; private init; }

    /// <summary>Whether a device has to be prepared after a pod got it.</summary>
    public bool HasBindingConditions { get; private init; }

    public static DevicePool From(string driver, string name, IReadOnlyCollection<ResourceSlice> slices)
    {
        var generation = slices.Max(slice => slice.Spec.Pool.Generation);
        var current = slices.Where(slice => slice.Spec.Pool.Generation == generation).OrderBy(slice => slice.Metadata.Name, StringComparer.Ordinal).ToArray();
        var devices = current.SelectMany(slice => slice.Spec.Devices.Select(device => new DeviceEntry(slice, device))).ToArray();
        var pool = new DevicePool(driver, name)
        {
            Devices = devices,
            IsIncomplete = current.Length < current[0].Spec.Pool.ResourceSliceCount,
            HasBindingConditions = Array.Exists(devices, device => device.Device.BindingConditions.Count > 0),
            IsInvalid = devices.DistinctBy(device => device.Key).Count() != devices.Length,
        };
        foreach (var slice in current)
        {
            foreach (var set in slice.Spec.SharedCounters) pool.Counters[set.Name] = set.Counters;
        }

        return pool;
    }

    public bool HasDeviceOn(NodeInfo node)
    {
        foreach (var device in Devices)
        {
            if (device.IsOn(node)) return true;
        }

        return false;
    }
}
