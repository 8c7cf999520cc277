using Kubesharp.Api;
using Kubesharp.Api.Resource.V1;

namespace Kubesharp.Scheduler.Devices;

/// <summary>A device that a request got.</summary>
/// <param name="Request">Name of the request, with that of its alternative.</param>
/// <param name="Entry">The device.</param>
/// <param name="IsAdmin">Whether the request only watches, and takes nothing.</param>
/// <param name="Tolerations">Tolerations of the request.</param>
/// <param name="Consumed">Share of the device; null when all of it is taken.</param>
internal sealed record AllocatedDevice(string Request, DeviceEntry Entry, bool IsAdmin, ValueList<DeviceToleration> Tolerations, ValueMap<Quantity>? Consumed);
