using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Framework;

/// <summary>What a PostFilter plugin did to make room.</summary>
/// <param name="Verdict">Why it could do nothing; null when it did something.</param>
public sealed record PostFilterResult(Verdict? Verdict)
{
    /// <summary>Node that will have room, or null when the pod's nomination stays as it is; empty clears it.</summary>
    public string? NominatedNode { get; init; }

    /// <summary>Pods to be deleted.</summary>
    public IReadOnlyList<PodInfo> Victims { get; init; } = [];
}
