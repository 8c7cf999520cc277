using Kubesharp.Api.Resource.V1;

namespace Kubesharp.Scheduler.Devices;

/// <summary>A constraint over several devices of a claim, and the values of those that were chosen so far.</summary>
internal sealed class DeviceConstraintState
{
    private readonly DeviceConstraint _constraint;
    private readonly string _attribute;
    private readonly bool _isDistinct;
    private readonly List<DeviceAttribute> _values = [];

    public DeviceConstraintState(DeviceConstraint constraint)
    {
        _constraint = constraint;
        _isDistinct = constraint.MatchAttribute is null;
        _attribute = constraint.MatchAttribute ?? constraint.DistinctAttribute ?? "";
    }

    /// <summary>Adds a device; false when it does not go with the others, and is then not added.</summary>
    public bool Add(string request, DeviceEntry device)
    {
        if (!Covers(request)) return true;
        if (device.FindAttribute(_attribute) is not { } value) return false;
        if (_isDistinct ? _values.Contains(value) : _values.Count > 0 && _values[0] != value) return false;
        _values.Add(value);
        return true;
    }

    /// <summary>Takes the device that was added last away again.</summary>
    public void RemoveLast(string request)
    {
        if (Covers(request)) _values.RemoveAt(_values.Count - 1);
    }

    private bool Covers(string request)
    {
        if (_constraint.Requests.Count == 0 || _constraint.Requests.Contains(request)) return true;
        var slash = request.IndexOf('/', StringComparison.Ordinal);
        return slash >= 0 && _constraint.Requests.Contains(request[..slash]);
    }
}
