using System.Diagnostics;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Effects;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Bench.Scheduler;

/// <summary>A workload through the engine alone: no API server, each decision is confirmed at once.</summary>
internal sealed class EngineRun : ISchedulerEffects
{
    private const int PodsPerPreemptor = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SchedulerCore _core;
    private readonly List<(QueuedPod Pod, string Node)> _bound = [];
    private readonly List<PodInfo> _victims = [];
    private int _refused;

    private EngineRun() =>
        _core = new SchedulerCore(TimeProvider.System, new SchedulerOptions(), this, static cluster =>
            [new SchedulingFramework(cluster, DefaultPlugins.Create(cluster, new SchedulerOptions(), null, new Random(1)), 0, new Random(1))]);

    /// <summary>Runs a workload and, unless it is to be silent, writes a line about it.</summary>
    public static void Run(Workload workload, bool silently = false)
    {
        var run = new EngineRun();
        run.Prepare(workload);
        var pods = Make(workload.Measured);
        GC.Collect();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var done = run.Schedule(pods, workload.Churn, watch);
        watch.Stop();
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        if (silently) return;
        GC.Collect();
        var note = done < pods.Length ? $"  (stopped after {done} of {pods.Length})" : "";
        if (run._refused > 0) note += $"  ({run._refused} refusals)";
        Console.WriteLine(
            $"{workload.Name,-28}{workload.NodeCount,7}{pods.Length,8}{done / watch.Elapsed.TotalSeconds,12:n0}{cpu.TotalMicroseconds / done,12:n2}"
            + $"{bytes / Math.Max(done, 1),10:n0}{GC.GetTotalMemory(false) / 1048576,8:n0}{note}");
    }

    public static void WriteHeader() => Console.WriteLine($"{"engine alone",-28}{"nodes",7}{"pods",8}{"pods/s",12}{"CPU us/pod",12}{"B/pod",10}{"MiB",8}");

    public void Bind(SchedulingFramework framework, QueuedPod pod, CycleState state, NodeInfo node, Verdict? wait) => _bound.Add((pod, node.Name));

    public void Refused(PodInfo pod, string reason, string message, string? nominatedNode, bool withEvent) => _refused++;

    public void Preempt(PodInfo preemptor, string node, IReadOnlyList<PodInfo> victims) => _victims.AddRange(victims);

    public void Release(Api.Resource.V1.ResourceClaim claim)
    {
        // No workload has claims.
    }

    public void GroupDecided(Api.Scheduling.V1Alpha2.PodGroup group, bool isScheduled, string message)
    {
        // Nor groups.
    }

    public void ClearNomination(PodInfo pod)
    {
        // Nobody is told.
    }

    private static Pod[] Make(Batch batch)
    {
        var pods = new Pod[batch.Count];
        for (var i = 0; i < pods.Length; i++) pods[i] = batch.Shape.Pod(batch.Namespace, i) with { };
        return pods;
    }

    private void Prepare(Workload workload)
    {
        foreach (var ns in new[] { "default", "sched-0", "sched-1" }) _core.Cluster.SetNamespace(ns, ValueMap.Of("kubernetes.io/metadata.name", ns));
        for (var i = 0; i < workload.NodeCount; i++) _core.NodeChanged(null, workload.Nodes.Make(i));
        if (workload.HasNamedNode) _core.NodeChanged(null, NodeShape.MakeNamed(PodShape.NamedNode));

        // Bound ahead, in turn: how they got there does not matter, and the engine is not measured with them.
        var next = 0;
        foreach (var batch in workload.Before)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var pod = batch.Shape.Pod("before-" + batch.Namespace, i);
                var node = $"scheduler-perf-{next++ % workload.NodeCount:00000}";
                _core.PodChanged(null, pod with { Metadata = pod.Metadata with { Namespace = batch.Namespace, Name = "before-" + pod.Metadata.Name }, Spec = pod.Spec with { NodeName = node } });
            }
        }
    }

    private int Schedule(Pod[] pods, PodShape? churn, Stopwatch watch)
    {
        var done = 0;
        var created = 0;
        var preemptors = 0;
        while (done < pods.Length && watch.Elapsed < Patience)
        {
            while (created < pods.Length && created < done + 1000) _core.PodChanged(null, pods[created++]);
            if (churn is not null && done / PodsPerPreemptor > preemptors) _core.PodChanged(null, churn.Pod("default", preemptors++));
            if (!_core.ScheduleOne() && _bound.Count == 0) break;
            foreach (var (pod, node) in _bound)
            {
                _core.BindingSucceeded(pod);
                var before = pod.Info.Pod;
                _core.PodChanged(before, before with { Spec = before.Spec with { NodeName = node } });
                if (before.Spec.Priority is null && !before.Metadata.Name.StartsWith("pod-large-", StringComparison.Ordinal)) done++;
            }

            _bound.Clear();
            foreach (var victim in _victims) _core.PodChanged(victim.Pod, null);
            _victims.Clear();
        }

        return done;
    }
}
