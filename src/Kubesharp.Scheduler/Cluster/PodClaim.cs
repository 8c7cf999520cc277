namespace Kubesharp.Scheduler.Cluster;

/// <summary>A persistent volume claim that a pod uses.</summary>
/// <param name="Name">Name of the claim in the pod's namespace.</param>
/// <param name="IsEphemeral">Whether the claim is made for this pod and must belong to it.</param>
/// <param name="ReadOnly">Whether the pod mounts it for reading only.</param>
public readonly record struct PodClaim(string Name, bool IsEphemeral, bool ReadOnly);
