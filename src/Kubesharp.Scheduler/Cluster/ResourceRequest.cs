namespace Kubesharp.Scheduler.Cluster;

/// <summary>How much of a resource a pod asks for.</summary>
/// <param name="Resource">Number from <see cref="ResourceNames"/>.</param>
/// <param name="Amount">Thousandths of processors, or whole units of anything else.</param>
public readonly record struct ResourceRequest(int Resource, long Amount);
