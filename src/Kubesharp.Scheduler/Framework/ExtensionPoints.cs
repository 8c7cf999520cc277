using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Framework;

/// <summary>Decides whether a pod may enter the active queue; a refusal keeps it out until something changes.</summary>
public interface IPreEnqueuePlugin
{
    Verdict? PreEnqueue(PodInfo pod);
}

/// <summary>Orders the active queue.</summary>
public interface IQueueSortPlugin
{
    /// <summary>Less than zero when the first pod goes first.</summary>
    int Compare(QueuedPod left, QueuedPod right);
}

/// <summary>Tells which changes of the cluster may help a pod that the plugin refused.</summary>
public interface IQueueingHintPlugin
{
    bool MayHelp(PodInfo pod, in ClusterChange change);
}

/// <summary>Looks at the pod before any node.</summary>
public interface IPreFilterPlugin
{
    PreFilterResult PreFilter(CycleState state, PodInfo pod);
}

/// <summary>Keeps what a PreFilter plugin remembers right while preemption tries out other sets of pods on a node.</summary>
public interface IPreFilterExtensions
{
    void AddPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node);

    void RemovePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node);
}

/// <summary>Decides whether a node is able to run the pod.</summary>
public interface IFilterPlugin
{
    /// <summary>Null when the node will do. Called for many nodes per pod: must not allocate when it agrees.</summary>
    Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node);
}

/// <summary>A filter whose verdict depends on nothing but the pod's class and the node object, so that it can be kept for both.</summary>
public interface IStaticFilterPlugin : IFilterPlugin;

/// <summary>A filter whose verdict depends on nothing but the pod's class, the node object and the pods on that node.</summary>
public interface ILocalFilterPlugin : IFilterPlugin;

/// <summary>
/// Tells for which pods a plugin has something to say. For all others it neither filters nor scores, whatever the cluster looks like,
/// and the engine never calls it. A plugin that is of no kind that the engine knows makes pods it is concerned with go the long way,
/// where every plugin is asked about every node.
/// </summary>
public interface ISelectivePlugin
{
    bool Concerns(PodInfo pod);
}

/// <summary>Called when no node is feasible, to make room.</summary>
public interface IPostFilterPlugin
{
    PostFilterResult PostFilter(CycleState state, PodInfo pod, Diagnosis diagnosis);
}

/// <summary>Looks at the pod and the feasible nodes before they are scored; false when the plugin does not score this pod.</summary>
public interface IPreScorePlugin
{
    bool PreScore(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes);
}

/// <summary>Ranks feasible nodes.</summary>
public interface IScorePlugin
{
    /// <summary>A number that <see cref="Normalize"/> brings into the range from 0 to 100. Must not allocate.</summary>
    long Score(CycleState state, PodInfo pod, NodeInfo node);

    /// <summary>Brings the scores of all feasible nodes into the range from 0 to 100.</summary>
    void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores);
}

/// <summary>
/// A score that depends, before it is normalized, on nothing but the pod's class and the node object. Normalizing must depend on which
/// scores there are, not on how many nodes have each of them.
/// </summary>
public interface IStaticScorePlugin : IScorePlugin;

/// <summary>A score from 0 to 100 that depends on nothing but the pod's class, the node object and the pods on that node; it is not normalized.</summary>
public interface ILocalScorePlugin : IScorePlugin;

/// <summary>Keeps account of what the pod takes on the chosen node, and undoes it when the pod does not get there.</summary>
public interface IReservePlugin
{
    Verdict? Reserve(CycleState state, PodInfo pod, NodeInfo node);

    void Unreserve(CycleState state, PodInfo pod, NodeInfo node);
}

/// <summary>Can hold up or forbid the binding.</summary>
public interface IPermitPlugin
{
    Verdict? Permit(CycleState state, PodInfo pod, NodeInfo node);
}

/// <summary>Work before the binding, such as binding volumes. Runs outside of the scheduling loop.</summary>
public interface IPreBindPlugin
{
    /// <summary>Whether there is work that takes a while; the pod's status then tells beforehand where it goes (<c>nominatedNodeName</c>).</summary>
    bool HasWork(CycleState state, PodInfo pod) => false;

    /// <summary>Does the work. What it is to wait for then belongs into <see cref="WaitAsync"/>.</summary>
    Task<Verdict?> PreBindAsync(CycleState state, PodInfo pod, string node, CancellationToken cancellationToken);

    /// <summary>Waits until others have done their part. Any number of pods may wait, where only so many are bound at a time; given up when the pod or the node goes.</summary>
    Task<Verdict?> WaitAsync(CycleState state, PodInfo pod, string node, CancellationToken cancellationToken) => Task.FromResult<Verdict?>(null);

    /// <summary>Takes back what it did, also in part, when the pod does not get to its node after all.</summary>
    Task UndoPreBindAsync(CycleState state, PodInfo pod, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Binds the pod. Runs outside of the scheduling loop.</summary>
public interface IBindPlugin
{
    /// <summary>False when another plugin is to bind the pod. Failures are exceptions.</summary>
    Task<bool> BindAsync(CycleState state, PodInfo pod, string node, CancellationToken cancellationToken);
}

/// <summary>Told about bound pods. Runs outside of the scheduling loop.</summary>
public interface IPostBindPlugin
{
    void PostBind(CycleState state, PodInfo pod, string node);
}
