using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Effects;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Tests.Gangs;

/// <summary>A scheduler whose bindings happen when the test says so, on a clock of the test.</summary>
internal sealed class GangHarness : ISchedulerEffects
{
    private readonly Queue<Action> _due = new();

    public GangHarness(int seed = 1, SchedulerMetrics? metrics = null)
    {
        var options = new SchedulerOptions { Gangs = true, Metrics = metrics };
        Core = new SchedulerCore(
            Time, options, this, cluster => ProfileFactory.Create(new PluginContext { Cluster = cluster, Options = options, Time = Time, Random = new Random(seed) }));
    }

    public ManualTimeProvider Time { get; } = new();

    public SchedulerCore Core { get; }

    /// <summary>Node by pod, of pods that are bound.</summary>
    public Dictionary<string, string> Bound { get; } = [];

    /// <summary>What refused pods were told last.</summary>
    public Dictionary<string, string> Messages { get; } = [];

    /// <summary>What groups were told last; empty when scheduled.</summary>
    public Dictionary<string, string> Groups { get; } = [];

    private Dictionary<string, Pod> Pods { get; } = [];

    public void AddGroup(string name, int minCount) => Core.GroupChanged(null, Group(name, minCount));

    public void DeleteGroup(string name) => Core.GroupChanged(Group(name, 1), null);

    public void Add(string name, string cpu, string group = "", int priority = 0, string spec = "{}")
    {
        var pod = Build.Pod(name, cpu, priority: priority, spec: spec);
        if (group.Length > 0) pod = pod with { Spec = pod.Spec with { SchedulingGroup = PodSchedulingGroup.Empty with { PodGroupName = group } } };
        Pods[PodInfo.KeyOf(pod)] = pod;
        Core.PodChanged(null, pod);
    }

    public void Delete(string key)
    {
        Core.PodChanged(Pods[key], null);
        Bound.Remove(key);
        Pods.Remove(key);
    }

    /// <summary>Schedules until nothing more is due.</summary>
    public void Run()
    {
        while (Step())
        {
            // Every step is one decision or one finished binding.
        }
    }

    public bool Step()
    {
        if (!_due.TryDequeue(out var action)) return Core.ScheduleOne();
        action();
        return true;
    }

    public void Bind(SchedulingFramework framework, QueuedPod pod, CycleState state, NodeInfo node, Verdict? wait)
    {
        var name = node.Name;
        Bound[pod.Info.Key] = name;
        _due.Enqueue(() =>
        {
            Core.BindingSucceeded(pod);
            if (!Pods.TryGetValue(pod.Info.Key, out var before)) return;
            var after = before with { Spec = before.Spec with { NodeName = name } };
            Pods[pod.Info.Key] = after;
            Core.PodChanged(before, after);
        });
    }

    public void Refused(PodInfo pod, string reason, string message, string? nominatedNode, bool withEvent) => Messages[pod.Key] = message;

    public void Preempt(PodInfo preemptor, string node, IReadOnlyList<PodInfo> victims)
    {
        foreach (var victim in victims)
        {
            var key = victim.Key;
            _due.Enqueue(() => Delete(key));
        }
    }

    public void Release(ResourceClaim claim)
    {
        // No test of gangs has claims.
    }

    public void GroupDecided(PodGroup group, bool isScheduled, string message) => Groups[group.Metadata.Name] = isScheduled ? "" : message;

    public void ClearNomination(PodInfo pod)
    {
        // There is no object that would show it.
    }

    private static PodGroup Group(string name, int minCount) => new()
    {
        Metadata = ObjectMeta.Empty with { Namespace = "default", Name = name },
        Spec = PodGroupSpec.Empty with { SchedulingPolicy = PodGroupSchedulingPolicy.Empty with { Gang = GangSchedulingPolicy.Empty with { MinCount = minCount } } },
    };
}
