using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Framework;

/// <summary>Why no node will do for a pod, for all nodes together. Holds until the cluster changes.</summary>
internal interface INodeVerdicts
{
    /// <summary>The refusals, with the number of nodes that each is about.</summary>
    IReadOnlyDictionary<Verdict, int> Counts { get; }

    /// <summary>Whether the filters look at nothing but the node and its pods.</summary>
    bool AreLocal { get; }

    /// <summary>Nodes on which removing pods may help.</summary>
    PreemptableNodes FindPreemptable();

    Verdict? For(NodeInfo node);
}
