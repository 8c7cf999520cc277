using Kubesharp.Api;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Devices;

/// <summary>What a request, or one of its alternatives, asks for.</summary>
/// <param name="Name">Name of the request, with that of the alternative.</param>
/// <param name="Class">The class; null when there is none of that name.</param>
/// <param name="Selectors">Conditions on the device besides those of the class.</param>
/// <param name="WantsAll">Whether all devices are wanted that there are.</param>
/// <param name="Count">How many devices are wanted otherwise.</param>
/// <param name="IsAdmin">Whether the request only watches devices that others use.</param>
/// <param name="Tolerations">Taints of devices that do not matter.</param>
/// <param name="Capacity">How much of a device is wanted.</param>
internal sealed record DeviceRequestPlan(
    string Name,
    DeviceClass? Class,
    ValueList<DeviceSelector> Selectors,
    bool WantsAll,
    int Count,
    bool IsAdmin,
    ValueList<DeviceToleration> Tolerations,
    ValueMap<Quantity> Capacity)
{
    /// <summary>The alternatives of a request, best first; a plain request has one.</summary>
    public static DeviceRequestPlan[] From(DeviceRequest request, ObjectTable<DeviceClass> classes)
    {
        if (request.Exactly is { } exactly)
        {
            return
            [
                new(
                    request.Name,
                    classes.Find("", exactly.DeviceClassName),
                    exactly.Selectors,
                    exactly.AllocationMode == DeviceAllocationMode.All,
                    CountOf(exactly.Count),
                    exactly.AdminAccess == true,
                    exactly.Tolerations,
                    exactly.Capacity?.Requests ?? []),
            ];
        }

        var plans = new DeviceRequestPlan[request.FirstAvailable.Count];
        for (var i = 0; i < plans.Length; i++)
        {
            var alternative = request.FirstAvailable[i];
            plans[i] = new(
                $"{request.Name}/{alternative.Name}",
                classes.Find("", alternative.DeviceClassName),
                alternative.Selectors,
                alternative.AllocationMode == DeviceAllocationMode.All,
                CountOf(alternative.Count),
                IsAdmin: false,
                alternative.Tolerations,
                alternative.Capacity?.Requests ?? []);
        }

        return plans;
    }

    private static int CountOf(long count) => count <= 0 ? 1 : (int)Math.Min(count, int.MaxValue);
}
