using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Scheduler.Cluster;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Devices;

/// <summary>
/// Claims, devices and who has them, claims that are being allocated right now included. Belongs to the scheduling loop's thread, like
/// the rest of <see cref="ClusterState"/>.
/// </summary>
public sealed class DeviceState
{
    private readonly ObjectTable<ResourceClaim> _claims = new();
    private readonly Dictionary<string, ResourceClaim> _pending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ResourceSlice> _slices = new(StringComparer.Ordinal);
    private readonly Dictionary<DeviceKey, int> _taken = [];
    private readonly Dictionary<DeviceKey, Dictionary<string, Quantity>> _consumed = [];
    private List<DevicePool>? _pools;
    private Dictionary<string, List<DevicePool>> _poolsOfNodes = new(StringComparer.Ordinal);
    private List<DevicePool> _poolsOfMany = [];
    private readonly Dictionary<string, DeviceClass> _classOf = new(StringComparer.Ordinal);
    private long _classVersion;

    public ObjectTable<DeviceClass> Classes { get; } = new();

    public ResourceClaim? FindClaim(string ns, string name) => _claims.Find(ns, name);

    /// <summary>The claim that was made for the extended resources of a pod, or null.</summary>
    internal ResourceClaim? FindExtended(Pod pod)
    {
        foreach (var claim in _claims.In(pod.Metadata.Namespace))
        {
            if (ExtendedResources.IsFor(claim, pod)) return claim;
        }

        return null;
    }

    /// <summary>The class that stands for an extended resource, or null. Of several that name the same one, the newest counts.</summary>
    internal DeviceClass? FindClassOf(string resource)
    {
        if (_classVersion != Classes.Version)
        {
            _classVersion = Classes.Version;
            _classOf.Clear();
            foreach (var deviceClass in Classes.In(""))
            {
                _classOf[ExtendedResources.ClassPrefix + deviceClass.Metadata.Name] = deviceClass;
                if (deviceClass.Spec.ExtendedResourceName is { Length: > 0 } name && (!_classOf.TryGetValue(name, out var other) || IsNewer(deviceClass, other))) _classOf[name] = deviceClass;
            }
        }

        return _classOf.GetValueOrDefault(resource);
    }

    /// <summary>Takes note of a claim. Once it shows its devices it is no longer being allocated.</summary>
    public void SetClaim(ResourceClaim claim)
    {
        var metadata = claim.Metadata;
        if (_claims.Find(metadata.Namespace, metadata.Name) is { } before) Count(before, -1);
        if (claim.Status.Allocation is not null)
        {
            Forget(metadata.Uid);
            if (ExtendedResources.IsExtended(claim) && metadata.GetControllerOf() is { } pod) Forget(ExtendedResources.PendingUid(pod.Uid));
        }

        _claims.Set(claim);
        Count(claim, 1);
    }

    public void RemoveClaim(string ns, string name)
    {
        if (_claims.Find(ns, name) is not { } claim) return;
        Count(claim, -1);
        Forget(claim.Metadata.Uid);
        _claims.Remove(ns, name);
    }

    public void SetSlice(ResourceSlice slice)
    {
        _slices[slice.Metadata.Name] = slice;
        _pools = null;
    }

    public void RemoveSlice(string name)
    {
        _slices.Remove(name);
        _pools = null;
    }

    /// <summary>Whether a claim has got devices that its object does not show yet.</summary>
    public bool IsPending(string uid) => _pending.ContainsKey(uid);

    /// <summary>A claim with the devices that its object does not show yet, or null.</summary>
    public ResourceClaim? FindPending(string uid) => _pending.GetValueOrDefault(uid);

    /// <summary>Counts the devices of a claim as taken before its object shows them.</summary>
    internal void Assume(ResourceClaim claim, AllocationResult allocation)
    {
        Forget(claim.Metadata.Uid);
        var assumed = claim with { Status = claim.Status with { Allocation = allocation } };
        _pending[claim.Metadata.Uid] = assumed;
        Count(assumed, 1);
    }

    /// <summary>Takes back <see cref="Assume"/>.</summary>
    internal void Forget(string uid)
    {
        if (_pending.Remove(uid, out var assumed)) Count(assumed, -1);
    }

    internal bool IsTaken(DeviceKey device) => _taken.ContainsKey(device);

    /// <summary>How much of a shared device is in use.</summary>
    internal IReadOnlyDictionary<string, Quantity>? ConsumedOf(DeviceKey device) => _consumed.GetValueOrDefault(device);

    /// <summary>Whether anybody has the device or a share of it.</summary>
    internal bool IsUsed(DeviceKey device) => _taken.ContainsKey(device) || _consumed.ContainsKey(device);

    /// <summary>Pools with devices for a node, by driver and name.</summary>
    internal List<DevicePool> PoolsOf(NodeInfo node)
    {
        if (_pools is null) BuildPools();
        var own = _poolsOfNodes.GetValueOrDefault(node.Name);
        if (_poolsOfMany.Count == 0) return own ?? [];
        var pools = own is null ? [] : new List<DevicePool>(own);
        foreach (var pool in _poolsOfMany)
        {
            if (pool.HasDeviceOn(node)) pools.Add(pool);
        }

        pools.Sort(static (left, right) => Compare(left, right));
        return pools;
    }

    private static bool IsNewer(DeviceClass one, DeviceClass other)
    {
        var order = one.Metadata.CreationTimestamp.CompareTo(other.Metadata.CreationTimestamp);
        return order != 0 ? order > 0 : string.CompareOrdinal(one.Metadata.Name, other.Metadata.Name) < 0;
    }

    /// <summary>Devices that are ready at once go before those that have to be prepared.</summary>
    private static int Compare(DevicePool left, DevicePool right)
    {
        if (left.HasBindingConditions != right.HasBindingConditions) return left.HasBindingConditions ? 1 : -1;
        var order = string.CompareOrdinal(left.Driver, right.Driver);
        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    }

    private void BuildPools()
    {
        _pools = [];
        _poolsOfNodes = new(StringComparer.Ordinal);
        _poolsOfMany = [];
        foreach (var group in _slices.Values.GroupBy(slice => (slice.Spec.Driver, slice.Spec.Pool.Name))) _pools.Add(DevicePool.From(group.Key.Driver, group.Key.Name, [.. group]));
        _pools.Sort(Compare);
        foreach (var pool in _pools)
        {
            var only = pool.Devices.Length > 0 && pool.Devices[0].NodeName is { Length: > 0 } first && Array.TrueForAll(pool.Devices, device => device.NodeName == first) ? first : null;
            if (only is null)
            {
                _poolsOfMany.Add(pool);
                continue;
            }

            if (!_poolsOfNodes.TryGetValue(only, out var pools)) _poolsOfNodes.Add(only, pools = []);
            pools.Add(pool);
        }
    }

    private void Count(ResourceClaim claim, int sign)
    {
        if (claim.Status.Allocation is not { } allocation) return;
        foreach (var result in allocation.Devices.Results)
        {
            if (result.AdminAccess == true) continue;
            var key = new DeviceKey(result.Driver, result.Pool, result.Device);
            if (result.ShareID is null) CountDevice(key, sign);
            else CountShare(key, result.ConsumedCapacity, sign);
        }
    }

    private void CountDevice(DeviceKey key, int sign)
    {
        var count = _taken.GetValueOrDefault(key) + sign;
        if (count > 0) _taken[key] = count;
        else _taken.Remove(key);
    }

    private void CountShare(DeviceKey key, ValueMap<Quantity> amounts, int sign)
    {
        const string shares = "";
        if (!_consumed.TryGetValue(key, out var consumed)) _consumed.Add(key, consumed = new(StringComparer.Ordinal));
        foreach (var (name, amount) in amounts) consumed[name] = consumed.GetValueOrDefault(name) + (sign > 0 ? amount : -amount);
        // The number of shares is kept under the empty name.
        consumed[shares] = consumed.GetValueOrDefault(shares) + Quantity.FromValue(sign);
        if (consumed[shares].Sign <= 0) _consumed.Remove(key);
    }
}
