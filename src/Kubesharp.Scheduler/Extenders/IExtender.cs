using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Extenders;

/// <summary>
/// A process outside that has a say in scheduling. Filter, Prioritize and Preempt are called on the scheduling loop, which waits for the
/// answer: the decision cannot be made without it. Failures are <see cref="ExtenderException"/>s.
/// </summary>
public interface IExtender
{
    /// <summary>Where it is, for messages.</summary>
    string Name { get; }

    /// <summary>Whether scheduling goes on without it when it fails.</summary>
    bool IsIgnorable { get; }

    bool CanFilter { get; }

    bool CanPrioritize { get; }

    bool CanPreempt { get; }

    bool CanBind { get; }

    /// <summary>Whether the pod asks for something that this extender manages.</summary>
    bool IsInterested(PodInfo pod);

    /// <summary>Picks the nodes that will do.</summary>
    ExtenderFilterResult Filter(PodInfo pod, ReadOnlySpan<NodeInfo> nodes);

    /// <summary>Adds its scores, in the range of the scheduler's own, to the totals of the nodes.</summary>
    void Prioritize(PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> totals);

    /// <summary>Picks the candidates that will do, and may change which pods have to go.</summary>
    IReadOnlyList<ExtenderVictims> Preempt(PodInfo pod, IReadOnlyList<ExtenderVictims> candidates);

    /// <summary>Binds the pod in place of the Bind plugins.</summary>
    Task BindAsync(PodInfo pod, string node, CancellationToken cancellationToken);
}
