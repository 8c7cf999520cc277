namespace Kubesharp.Scheduler.Devices;

/// <summary>Names a device in the whole cluster.</summary>
/// <param name="Driver">Name of the driver.</param>
/// <param name="Pool">Name of the pool.</param>
/// <param name="Device">Name of the device in its pool.</param>
public readonly record struct DeviceKey(string Driver, string Pool, string Device)
{
    public override string ToString() => $"{Driver}/{Pool}/{Device}";
}
