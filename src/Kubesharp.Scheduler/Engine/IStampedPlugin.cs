using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Engine;

/// <summary>A plugin whose score of a node also depends on something about the cluster as a whole.</summary>
internal interface IStampedPlugin
{
    /// <summary>Another number whenever that something has changed for pods of this class.</summary>
    long Stamp(PodInfo pod);
}
