using Kubesharp.Api;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Cel.Values;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler.Devices;

/// <summary>
/// Finds devices for claims on one node: the first choice in the order of pools, devices and alternatives that satisfies all requests,
/// constraints and counters, by search with backtracking. The search gives up after a number of steps.
/// </summary>
internal sealed class DeviceAllocator
{
    /// <summary>Most devices that one claim can have.</summary>
    public const int MaxDevicesPerClaim = 32;
    private const int MaxSteps = 200_000;
    private const int StepsPerLook = 256;

    private readonly DeviceState _state;
    private readonly NodeInfo _node;
    private readonly IReadOnlyList<ResourceClaim> _claims;
    private readonly List<DevicePool> _pools;
    private readonly DeviceRequestPlan[][][] _requests;
    private readonly DeviceConstraintState[][] _constraints;
    private readonly List<AllocatedDevice>[] _chosen;
    private readonly Dictionary<DeviceKey, int> _taken = [];
    private readonly Dictionary<(DevicePool Pool, string Set, string Counter), Quantity> _left = [];
    private readonly HashSet<DevicePool> _counted = [];
    private readonly TimeLimit _limit;
    private int _steps;

    private DeviceAllocator(DeviceState state, NodeInfo node, IReadOnlyList<ResourceClaim> claims, TimeLimit limit)
    {
        _state = state;
        _limit = limit;
        _node = node;
        _claims = claims;
        _pools = state.PoolsOf(node);
        _requests = new DeviceRequestPlan[claims.Count][][];
        _constraints = new DeviceConstraintState[claims.Count][];
        _chosen = new List<AllocatedDevice>[claims.Count];
        for (var i = 0; i < claims.Count; i++)
        {
            var devices = claims[i].Spec.Devices;
            _requests[i] = [.. devices.Requests.Select(request => DeviceRequestPlan.From(request, state.Classes))];
            _constraints[i] = [.. devices.Constraints.Select(constraint => new DeviceConstraintState(constraint))];
            _chosen[i] = [];
        }
    }

    /// <summary>Why there is no allocation, where it is not simply that devices are missing.</summary>
    private string? Failure { get; set; }

    /// <summary>Whether the failure is one of a claim or class, which no other node changes.</summary>
    private bool IsError { get; set; }

    /// <summary>Devices for all claims, in their order; null when there are none, with the refusal.</summary>
    public static IReadOnlyList<AllocatedDevice>[]? Allocate(DeviceState state, NodeInfo node, IReadOnlyList<ResourceClaim> claims, TimeLimit limit, out Verdict? refusal)
    {
        var allocator = new DeviceAllocator(state, node, claims, limit);
        refusal = null;
        if (allocator.Request(0, 0) && allocator.Failure is null) return allocator._chosen;
        var reason = allocator.Failure ?? (allocator._pools.Exists(pool => pool.IsInvalid) ? "invalid resource pools were encountered" : "cannot allocate all claims");
        refusal = new Verdict(allocator.IsError ? VerdictCode.Error : VerdictCode.Unresolvable, PluginNames.DynamicResources, reason);
        return null;
    }

    private bool Request(int claim, int request)
    {
        if (Failure is not null) return false;
        if (claim == _claims.Count) return true;
        if (request == _requests[claim].Length) return Request(claim + 1, 0);
        foreach (var plan in _requests[claim][request])
        {
            if (plan.WantsAll ? TakeAll(claim, request, plan) : TakeNext(claim, request, plan, plan.Count, 0, 0)) return true;
            if (Failure is not null) return false;
        }

        return false;
    }

    /// <summary>Takes one device after the other. Those of one request are alike, so only ascending choices are tried.</summary>
    private bool TakeNext(int claim, int request, DeviceRequestPlan plan, int missing, int fromPool, int fromDevice)
    {
        if (missing == 0) return Request(claim, request + 1);
        if (_chosen[claim].Count >= MaxDevicesPerClaim) return false;
        for (var p = fromPool; p < _pools.Count; p++)
        {
            var pool = _pools[p];
            if (pool.IsInvalid) continue;
            for (var d = p == fromPool ? fromDevice : 0; d < pool.Devices.Length; d++)
            {
                if (++_steps > MaxSteps || (_steps % StepsPerLook == 0 && _limit.IsOver)) Failure = "timed out trying to allocate devices";
                if (Failure is not null) return false;
                var device = pool.Devices[d];
                if (!IsWanted(claim, plan, device) || !TryTake(claim, plan, pool, device)) continue;
                // A shared device can serve the same request more than once only where the request is of another claim.
                if (TakeNext(claim, request, plan, missing - 1, p, d + 1)) return true;
                Return(claim, plan, pool);
            }
        }

        return false;
    }

    private bool TakeAll(int claim, int request, DeviceRequestPlan plan)
    {
        // 1. All devices must be known.
        var wanted = new List<(DevicePool Pool, DeviceEntry Device)>();
        foreach (var pool in _pools)
        {
            if (pool.IsIncomplete) return Fail($"claim {NameOf(claim)}, request {plan.Name}: asks for all devices, but resource pool {pool.Driver}/{pool.Name} is currently being updated");
            if (pool.IsInvalid) return Fail($"claim {NameOf(claim)}, request {plan.Name}: asks for all devices, but resource pool {pool.Driver}/{pool.Name} is currently invalid");
            foreach (var device in pool.Devices)
            {
                if (IsWanted(claim, plan, device)) wanted.Add((pool, device));
                if (Failure is not null) return false;
            }
        }

        if (wanted.Count == 0 || _chosen[claim].Count + wanted.Count > MaxDevicesPerClaim) return false;

        // 2. Each of them must be free.
        var taken = 0;
        while (taken < wanted.Count && TryTake(claim, plan, wanted[taken].Pool, wanted[taken].Device)) taken++;
        if (taken == wanted.Count && Request(claim, request + 1)) return true;
        while (taken > 0) Return(claim, plan, wanted[--taken].Pool);
        return false;
    }

    private bool Fail(string reason)
    {
        Failure = reason;
        return false;
    }

    private bool FailForGood(string reason)
    {
        IsError = true;
        return Fail(reason);
    }

    private string NameOf(int claim) => $"{_claims[claim].Metadata.Namespace}/{_claims[claim].Metadata.Name}";

    /// <summary>Whether a device is of the kind that is asked for, whoever has it.</summary>
    private bool IsWanted(int claim, DeviceRequestPlan plan, DeviceEntry device)
    {
        if (plan.Class is null || !device.IsOn(_node)) return false;
        return Matches(plan.Class.Spec.Selectors, device, $"class {plan.Class.Metadata.Name}") && Matches(plan.Selectors, device, $"claim {NameOf(claim)}");
    }

    private bool Matches(ValueList<DeviceSelector> selectors, DeviceEntry device, string owner)
    {
        for (var i = 0; i < selectors.Count; i++)
        {
            if (selectors[i].Cel is not { } cel) return FailForGood($"{owner}: selector #{i}: unsupported selector type");
            switch (device.Ask(cel.Expression))
            {
                case CelError error:
                    return FailForGood($"{owner}: selector #{i}: CEL runtime error: {error.Message}");
                case CelBool { Value: false }:
                    return false;
            }
        }

        return true;
    }

    private bool TryTake(int claim, DeviceRequestPlan plan, DevicePool pool, DeviceEntry device)
    {
        if (!Tolerates(plan, device)) return false;
        ValueMap<Quantity>? share = null;
        if (device.IsShared)
        {
            share = SharedCapacity.Take(device, plan.Capacity);
            if (share is null || (!plan.IsAdmin && !HasRoom(device, share.Value))) return false;
        }
        else if (!SharedCapacity.Suffices(device, plan.Capacity) || (!plan.IsAdmin && (_state.IsTaken(device.Key) || _taken.ContainsKey(device.Key))))
        {
            return false;
        }

        if (!plan.IsAdmin && !Consume(pool, device)) return false;
        var constraints = _constraints[claim];
        for (var i = 0; i < constraints.Length; i++)
        {
            if (constraints[i].Add(plan.Name, device)) continue;
            while (--i >= 0) constraints[i].RemoveLast(plan.Name);
            if (!plan.IsAdmin) Restore(pool, device);
            return false;
        }

        if (!plan.IsAdmin) _taken[device.Key] = _taken.GetValueOrDefault(device.Key) + 1;
        _chosen[claim].Add(new(plan.Name, device, plan.IsAdmin, plan.Tolerations, share));
        return true;
    }

    private void Return(int claim, DeviceRequestPlan plan, DevicePool pool)
    {
        var chosen = _chosen[claim];
        var last = chosen[^1];
        chosen.RemoveAt(chosen.Count - 1);
        foreach (var constraint in _constraints[claim]) constraint.RemoveLast(plan.Name);
        if (last.IsAdmin) return;
        if (--_taken[last.Entry.Key] == 0) _taken.Remove(last.Entry.Key);
        Restore(pool, last.Entry);
    }

    private static bool Tolerates(DeviceRequestPlan plan, DeviceEntry device)
    {
        foreach (var taint in device.Device.Taints)
        {
            if (taint.Effect is not (DeviceTaintEffect.NoSchedule or DeviceTaintEffect.NoExecute)) continue;
            var isTolerated = false;
            foreach (var toleration in plan.Tolerations) isTolerated |= toleration.ToleratesTaint(taint);
            if (!isTolerated) return false;
        }

        return true;
    }

    /// <summary>Whether a shared device has as much left as is wanted.</summary>
    private bool HasRoom(DeviceEntry device, ValueMap<Quantity> wanted)
    {
        if (_state.IsTaken(device.Key)) return false;
        var consumed = _state.ConsumedOf(device.Key);
        foreach (var (name, amount) in wanted)
        {
            var used = consumed is null ? Quantity.Zero : consumed.GetValueOrDefault(name);
            foreach (var claim in _chosen)
            {
                foreach (var other in claim)
                {
                    if (!other.IsAdmin && other.Entry.Key == device.Key && other.Consumed is { } share) used += share.Get(name);
                }
            }

            if (used + amount > device.Device.Capacity[name].Value) return false;
        }

        return true;
    }

    /// <summary>Takes what a device needs of the amounts that devices of its pool share; false when too little is left.</summary>
    private bool Consume(DevicePool pool, DeviceEntry device)
    {
        if (device.Device.ConsumesCounters.Count == 0 || IsAlreadyCounted(device)) return true;
        CountOthers(pool);
        foreach (var consumption in device.Device.ConsumesCounters)
        {
            foreach (var (name, counter) in consumption.Counters)
            {
                if (!_left.TryGetValue((pool, consumption.CounterSet, name), out var left) || left < counter.Value) return false;
            }
        }

        Add(pool, device, -1);
        return true;
    }

    private void Restore(DevicePool pool, DeviceEntry device)
    {
        if (device.Device.ConsumesCounters.Count > 0 && !IsAlreadyCounted(device)) Add(pool, device, 1);
    }

    /// <summary>A shared device counts once, however many shares of it are given out.</summary>
    private bool IsAlreadyCounted(DeviceEntry device) => device.IsShared && (_taken.ContainsKey(device.Key) || _state.IsUsed(device.Key));

    private void CountOthers(DevicePool pool)
    {
        if (!_counted.Add(pool)) return;
        foreach (var (set, counters) in pool.Counters)
        {
            foreach (var (name, counter) in counters) _left[(pool, set, name)] = counter.Value;
        }

        foreach (var device in pool.Devices)
        {
            if (_state.IsUsed(device.Key)) Add(pool, device, -1);
        }
    }

    private void Add(DevicePool pool, DeviceEntry device, int sign)
    {
        foreach (var consumption in device.Device.ConsumesCounters)
        {
            foreach (var (name, counter) in consumption.Counters)
            {
                var key = (pool, consumption.CounterSet, name);
                _left[key] = _left.GetValueOrDefault(key) + (sign > 0 ? counter.Value : -counter.Value);
            }
        }
    }
}
