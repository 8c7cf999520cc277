using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Pods of higher priority go first; among equals, the one that has waited longer.</summary>
public sealed class PrioritySortPlugin : SchedulerPlugin, IQueueSortPlugin
{
    public override string Name => PluginNames.PrioritySort;

    public int Compare(QueuedPod left, QueuedPod right)
    {
        var byPriority = right.Info.Priority.CompareTo(left.Info.Priority);
        return byPriority != 0 ? byPriority : left.Timestamp.CompareTo(right.Timestamp);
    }
}
