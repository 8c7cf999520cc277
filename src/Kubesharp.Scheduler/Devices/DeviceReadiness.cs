namespace Kubesharp.Scheduler.Devices;

/// <summary>How far devices are that have to be prepared after a pod got them.</summary>
internal enum DeviceReadiness
{
    /// <summary>All conditions that their drivers set are there.</summary>
    Ready,

    /// <summary>Some are still to come.</summary>
    Pending,

    /// <summary>A driver says that they will not come.</summary>
    Failed,
}
