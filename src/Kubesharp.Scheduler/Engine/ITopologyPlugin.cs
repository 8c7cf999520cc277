using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Engine;

/// <summary>
/// A plugin whose verdicts and scores depend on pods of other nodes, by way of what is counted per topology domain. It can keep these
/// counts for a class of pods, so that nothing is counted anew for every pod.
/// </summary>
internal interface ITopologyPlugin
{
    /// <summary>Starts to keep counts for pods of the class of <paramref name="pod"/>.</summary>
    ITopologyTally CreateTally(PodInfo pod);
}

/// <summary>What a topology plugin counts for one class of pods.</summary>
internal interface ITopologyTally
{
    /// <summary>Whether something changed that edits of nodes and pods do not show, so that all has to be counted anew.</summary>
    bool IsStale { get; }

    /// <summary>Whether nodes have to be put into groups anew because other labels matter now than before. Stays until <see cref="Build"/> or <see cref="AcceptShape"/>.</summary>
    bool ShapeChanged { get; }

    /// <summary>Rows of nodes that may belong into another group though nothing happened to them; whoever reads it empties it.</summary>
    List<int> Dirty { get; }

    /// <summary>Counts everything.</summary>
    void Build();

    /// <summary>Takes note of an edit.</summary>
    void Apply(in ClusterEdit edit);

    void AcceptShape();

    /// <summary>Adds what the plugin's verdict on a node and its score depend on. Nodes for which all of it is the same are the same to the plugin.</summary>
    void AppendKey(NodeInfo node, GroupKey key);

    /// <summary>Brings the counts to where the plugin's filter looks for them; false when the filter has nothing to say.</summary>
    bool PrepareFilter(CycleState state);

    /// <summary>Brings the counts to where the plugin's score looks for them; false when the plugin does not score.</summary>
    /// <param name="state">State of the pod.</param>
    /// <param name="nodes">One node of each feasible group.</param>
    /// <param name="sizes">How many nodes each group has.</param>
    bool PrepareScore(CycleState state, ReadOnlySpan<NodeInfo> nodes, ReadOnlySpan<int> sizes);
}
