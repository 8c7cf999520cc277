using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Resource.V1;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Devices;

/// <summary>Writes down what claims got.</summary>
internal static class Allocations
{
    /// <summary>The allocation of a claim.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="devices">What it got.</param>
    /// <param name="node">Node the choice was made for.</param>
    /// <param name="classes">Classes, which bring settings.</param>
    /// <param name="shareId">Makes names of shares.</param>
    public static AllocationResult Describe(ResourceClaim claim, IReadOnlyList<AllocatedDevice> devices, string node, Cluster.ObjectTable<DeviceClass> classes, Func<string> shareId)
    {
        var results = new DeviceRequestAllocationResult[devices.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var device = devices[i];
            results[i] = DeviceRequestAllocationResult.Empty with
            {
                Request = device.Request,
                Driver = device.Entry.Key.Driver,
                Pool = device.Entry.Key.Pool,
                Device = device.Entry.Key.Device,
                AdminAccess = device.IsAdmin ? true : null,
                Tolerations = device.Tolerations,
                BindingConditions = device.Entry.Device.BindingConditions,
                BindingFailureConditions = device.Entry.Device.BindingFailureConditions,
                ShareID = device.Consumed is null ? null : shareId(),
                ConsumedCapacity = device.Consumed ?? [],
            };
        }

        return AllocationResult.Empty with
        {
            Devices = DeviceAllocationResult.Empty with { Results = ValueList.Wrap(results), Config = ConfigOf(claim, devices, classes) },
            NodeSelector = SelectorOf(devices, node),
        };
    }

    /// <summary>Whether the devices of a claim are ready, by what their drivers say in its status.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="allocation">Its devices.</param>
    /// <param name="failure">Why they never will be.</param>
    public static DeviceReadiness ReadinessOf(ResourceClaim claim, AllocationResult allocation, out string failure)
    {
        failure = "";
        foreach (var result in allocation.Devices.Results)
        {
            if (result.BindingConditions.Count == 0) continue;
            var status = claim.Status.Devices.FirstOrDefault(device => device.Driver == result.Driver && device.Pool == result.Pool && device.Device == result.Device);
            if (status is null) return DeviceReadiness.Pending;
            if (status.Conditions.FirstOrDefault(condition => result.BindingFailureConditions.Contains(condition.Type) && condition.Status == ConditionStatus.True) is { } bad)
            {
                failure = $"claim {claim.Metadata.Name} binding failed: reason={bad.Reason}, message=\"{bad.Message}\"";
                return DeviceReadiness.Failed;
            }

            if (!result.BindingConditions.All(type => status.Conditions.Any(condition => condition.Type == type && condition.Status == ConditionStatus.True))) return DeviceReadiness.Pending;
        }

        return DeviceReadiness.Ready;
    }

    private static ValueList<DeviceAllocationConfiguration> ConfigOf(ResourceClaim claim, IReadOnlyList<AllocatedDevice> devices, Cluster.ObjectTable<DeviceClass> classes)
    {
        var config = new List<DeviceAllocationConfiguration>();
        foreach (var request in claim.Spec.Devices.Requests)
        {
            foreach (var plan in DeviceRequestPlan.From(request, classes))
            {
                if (plan.Class is null || !devices.Any(device => device.Request == plan.Name)) continue;
                foreach (var entry in plan.Class.Spec.Config)
                {
                    config.Add(DeviceAllocationConfiguration.Empty with
                    {
                        Source = AllocationConfigSource.FromClass,
                        Requests = [plan.Name],
                        DeviceConfiguration = entry.DeviceConfiguration,
                    });
                }
            }
        }

        foreach (var entry in claim.Spec.Devices.Config)
        {
            if (entry.Requests.Count > 0 && !entry.Requests.Any(name => devices.Any(device => IsOf(device.Request, name)))) continue;
            config.Add(DeviceAllocationConfiguration.Empty with
            {
                Source = AllocationConfigSource.FromClaim,
                Requests = entry.Requests,
                DeviceConfiguration = entry.DeviceConfiguration,
            });
        }

        return config.ToValueList();
    }

    private static bool IsOf(string request, string name) => request == name || (request.Length > name.Length && request[name.Length] == '/' && request.StartsWith(name, StringComparison.Ordinal));

    /// <summary>Nodes that can use all of the devices; null for all nodes.</summary>
    private static NodeSelector? SelectorOf(IReadOnlyList<AllocatedDevice> devices, string node)
    {
        var expressions = new List<NodeSelectorRequirement>();
        var fields = new List<NodeSelectorRequirement>();
        foreach (var device in devices)
        {
            if (device.Entry.NodeName is { Length: > 0 })
            {
                var only = NodeSelectorRequirement.Empty with { Key = "metadata.name", Operator = NodeSelectorOperator.In, Values = [node] };
                return Selector([], [only]);
            }

            if (device.Entry.NodeSelector is not { NodeSelectorTerms: [var term, ..] }) continue;
            foreach (var requirement in term.MatchExpressions)
            {
                if (!expressions.Contains(requirement)) expressions.Add(requirement);
            }

            foreach (var requirement in term.MatchFields)
            {
                if (!fields.Contains(requirement)) fields.Add(requirement);
            }
        }

        return expressions.Count + fields.Count == 0 ? null : Selector(expressions, fields);
    }

    private static NodeSelector Selector(List<NodeSelectorRequirement> expressions, List<NodeSelectorRequirement> fields) =>
        NodeSelector.Empty with { NodeSelectorTerms = [NodeSelectorTerm.Empty with { MatchExpressions = expressions.ToValueList(), MatchFields = fields.ToValueList() }] };
}
