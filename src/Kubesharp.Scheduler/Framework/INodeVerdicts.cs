using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Framework;

/// <summary>Why no node will do for a pod, for all nodes together. Holds until the cluster changes.</summary>
internal interface INodeVerdicts
{
    /// <summary>The refusals, with the number of nodes that each is about.</summary>
    IReadOnlyDictionary<Verdict, int> Counts { get; }

    /// <summary>Nodes on which removing pods may help, in no particular order.</summary>
    IEnumerable<NodeInfo> Preemptable { get; }

    Verdict? For(NodeInfo node);
}
