using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Scheduler.Gangs;
using Kubesharp.Scheduler.Tests.Reference;

namespace Kubesharp.Scheduler.Tests.Simulation;

/// <summary>What is stored, and the changes that are still on their way to the scheduler: nodes, pods and groups each in their order.</summary>
internal sealed class SimulatedApi
{
    private readonly Queue<Action<SchedulerCore, ReferenceCluster>> _nodeChanges = [];
    private readonly Queue<Action<SchedulerCore, ReferenceCluster>> _podChanges = [];
    private readonly Queue<Action<SchedulerCore, ReferenceCluster>> _groupChanges = [];

    public Dictionary<string, Node> Nodes { get; } = [];

    public Dictionary<string, Pod> Pods { get; } = [];

    public Dictionary<string, PodGroup> Groups { get; } = [];

    public Dictionary<string, ValueMap<string>> Namespaces { get; } = [];

    /// <summary>How often a pod, by its identity, was bound.</summary>
    public Dictionary<string, int> Bindings { get; } = [];

    public bool HasChanges => _nodeChanges.Count + _podChanges.Count + _groupChanges.Count > 0;

    public void Set(Node node)
    {
        var before = Nodes.GetValueOrDefault(node.Metadata.Name);
        Nodes[node.Metadata.Name] = node;
        _nodeChanges.Enqueue((core, seen) =>
        {
            seen.Nodes[node.Metadata.Name] = node;
            core.NodeChanged(before, node);
        });
    }

    public void RemoveNode(string name)
    {
        Nodes.Remove(name, out var before);
        _nodeChanges.Enqueue((core, seen) =>
        {
            seen.Nodes.Remove(name);
            core.NodeChanged(before, null);
        });
    }

    public void Set(Pod pod)
    {
        var key = ReferenceCluster.KeyOf(pod);
        var before = Pods.GetValueOrDefault(key);
        Pods[key] = pod;
        _podChanges.Enqueue((core, seen) =>
        {
            if (pod.Spec.NodeName.Length > 0) seen.Placed[key] = pod;
            core.PodChanged(before, pod);
        });
    }

    public void RemovePod(string key)
    {
        if (!Pods.Remove(key, out var before)) return;
        _podChanges.Enqueue((core, seen) =>
        {
            seen.Placed.Remove(key);
            core.PodChanged(before, null);
        });
    }

    public void Add(PodGroup group)
    {
        Groups[GangTable.KeyOf(group)] = group;
        _groupChanges.Enqueue((core, _) => core.GroupChanged(null, group));
    }

    public void RemoveGroup(string key)
    {
        if (Groups.Remove(key, out var before)) _groupChanges.Enqueue((core, _) => core.GroupChanged(before, null));
    }

    /// <summary>The binding subresource: false when the pod is gone, is another one, or has a node.</summary>
    public bool Bind(Pod wanted, string node)
    {
        if (!Pods.TryGetValue(ReferenceCluster.KeyOf(wanted), out var pod) || pod.Metadata.Uid != wanted.Metadata.Uid || pod.Spec.NodeName.Length > 0) return false;
        Bindings[pod.Metadata.Uid] = Bindings.GetValueOrDefault(pod.Metadata.Uid) + 1;
        Set(pod with { Spec = pod.Spec with { NodeName = node } });
        return true;
    }

    /// <summary>Hands the next change on; which of the streams goes first is up to chance.</summary>
    public void Deliver(Random random, SchedulerCore core, ReferenceCluster seen)
    {
        Queue<Action<SchedulerCore, ReferenceCluster>>[] streams = [.. new[] { _nodeChanges, _podChanges, _groupChanges }.Where(stream => stream.Count > 0)];
        streams[random.Next(streams.Length)].Dequeue()(core, seen);
    }

    /// <summary>What a scheduler that starts now gets to see.</summary>
    public void List(SchedulerCore core, ReferenceCluster seen)
    {
        _nodeChanges.Clear();
        _podChanges.Clear();
        _groupChanges.Clear();
        foreach (var (name, labels) in Namespaces)
        {
            seen.Namespaces[name] = labels;
            core.Cluster.SetNamespace(name, labels);
        }

        foreach (var node in Nodes.Values)
        {
            seen.Nodes[node.Metadata.Name] = node;
            core.NodeChanged(null, node);
        }

        foreach (var group in Groups.Values) core.GroupChanged(null, group);
        foreach (var (key, pod) in Pods)
        {
            if (pod.Spec.NodeName.Length > 0) seen.Placed[key] = pod;
            core.PodChanged(null, pod);
        }
    }
}
