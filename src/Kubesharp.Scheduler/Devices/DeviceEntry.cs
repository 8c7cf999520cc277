using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Cel.Values;
using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Devices;

/// <summary>A device of a slice. What selectors said of it is kept, as neither changes.</summary>
internal sealed class DeviceEntry(ResourceSlice slice, Device device)
{
    private readonly Dictionary<string, CelValue> _verdicts = new(StringComparer.Ordinal);
    private CelValue? _value;

    public ResourceSlice Slice { get; } = slice;

    public Device Device { get; } = device;

    public DeviceKey Key { get; } = new(slice.Spec.Driver, slice.Spec.Pool.Name, device.Name);

    /// <summary>Whether several claims may have the device at the same time.</summary>
    public bool IsShared => Device.AllowMultipleAllocations == true;

    /// <summary>The only node that can use the device, or null.</summary>
    public string? NodeName => Slice.Spec.PerDeviceNodeSelection == true ? Device.NodeName : Slice.Spec.NodeName;

    /// <summary>Nodes that can use the device, or null.</summary>
    public NodeSelector? NodeSelector => Slice.Spec.PerDeviceNodeSelection == true ? Device.NodeSelector : Slice.Spec.NodeSelector;

    /// <summary>Whether a node can use the device.</summary>
    public bool IsOn(NodeInfo node)
    {
        if (NodeName is { Length: > 0 } name) return name == node.Name;
        if (NodeSelector is { } selector) return selector.Matches(node.Node);
        return (Slice.Spec.PerDeviceNodeSelection == true ? Device.AllNodes : Slice.Spec.AllNodes) == true;
    }

    /// <summary>Whether a class is about the device. Selectors that fail say no.</summary>
    public bool IsOf(DeviceClass deviceClass)
    {
        foreach (var selector in deviceClass.Spec.Selectors)
        {
            if (selector.Cel is not { } cel || Ask(cel.Expression) is not CelBool { Value: true }) return false;
        }

        return true;
    }

    /// <summary>An attribute by its full name; those of the driver's own domain need not say so.</summary>
    public DeviceAttribute? FindAttribute(string name)
    {
        if (Device.Attributes.TryGetValue(name, out var attribute)) return attribute;
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash >= 0 && name.AsSpan(0, slash).SequenceEqual(Key.Driver) && Device.Attributes.TryGetValue(name[(slash + 1)..], out attribute) ? attribute : null;
    }

    /// <summary>What a selector says of the device: true, false, or an error.</summary>
    public CelValue Ask(string selector)
    {
        if (_verdicts.TryGetValue(selector, out var verdict)) return verdict;
        verdict = DeviceSelectors.Evaluate(selector, _value ??= DeviceSelectors.ToValue(this));
        _verdicts.Add(selector, verdict);
        return verdict;
    }
}
