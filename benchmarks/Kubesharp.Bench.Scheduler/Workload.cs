namespace Kubesharp.Bench.Scheduler;

/// <summary>Pods that are created one after the other.</summary>
/// <param name="Shape">How they look.</param>
/// <param name="Namespace">Where they are.</param>
/// <param name="Count">How many.</param>
internal sealed record Batch(PodShape Shape, string Namespace, int Count);

/// <summary>A workload after those with which Kubernetes measures its scheduler: nodes, pods that are there before, and pods that count.</summary>
/// <param name="Name">Name, as upstream calls it.</param>
/// <param name="Nodes">How the nodes look.</param>
/// <param name="NodeCount">How many nodes.</param>
/// <param name="Before">Pods that get their nodes first.</param>
/// <param name="Measured">Pods that are measured.</param>
internal sealed record Workload(string Name, NodeShape Nodes, int NodeCount, Batch[] Before, Batch Measured)
{
    /// <summary>Pods of high priority that come every 200 milliseconds meanwhile, or null.</summary>
    public PodShape? Churn { get; init; }

    /// <summary>Whether there is the one node that the pods name.</summary>
    public bool HasNamedNode { get; init; }

    /// <summary>Pods per second of kube-scheduler 1.36.2 with the same workload on a machine with two cores; zero when not measured.</summary>
    public int Upstream { get; init; }

    /// <summary>The workloads at the sizes at which upstream's figures were taken.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        Basic(5000, 1000, 10000) with { Upstream = 440 },
        NodeAffinity(5000, 5000, 10000) with { Upstream = 307 },
        AntiAffinity(5000, 1000, 2000) with { Upstream = 152 },
        AntiAffinityByHost(5000, 1000, 2000),
        Affinity(5000, 5000, 5000) with { Upstream = 58 },
        PreferredSpreading(5000, 5000, 5000) with { Upstream = 234 },
        Spreading(5000, 5000, 5000),
        Mixed(5000, 2000, 5000) with { Upstream = 172 },
        Preemption(5000, 20000, 5000) with { Upstream = 240 },
        Daemonset(15000, 30000) with { Upstream = 540 },
    ];

    /// <summary>The workloads with their counts of pods in proportion to the nodes.</summary>
    public static IReadOnlyList<Workload> Scaled(int nodes) =>
    [
        Basic(nodes, nodes / 5, nodes * 10),
        NodeAffinity(nodes, nodes, nodes * 2),
        AntiAffinity(nodes, nodes / 5, nodes * 2 / 5),
        AntiAffinityByHost(nodes, nodes / 5, nodes * 2 / 5),
        Affinity(nodes, nodes, nodes),
        PreferredSpreading(nodes, nodes, nodes),
        Spreading(nodes, nodes, nodes),
        Mixed(nodes, nodes * 2 / 5, nodes),
        Preemption(nodes, nodes * 4, nodes),
        Daemonset(nodes, Math.Min(nodes * 2, 80_000)),
        Unschedulable(nodes, nodes, nodes),
    ];

    private static Workload Basic(int nodes, int before, int measured) =>
        new("SchedulingBasic", NodeShape.Plain, nodes, [new(PodShape.Default, "default", before)], new(PodShape.Default, "default", measured));

    private static Workload NodeAffinity(int nodes, int before, int measured) =>
        new("SchedulingNodeAffinity", NodeShape.OneZone, nodes, [new(PodShape.NodeAffinity, "default", before)], new(PodShape.NodeAffinity, "default", measured));

    private static Workload AntiAffinity(int nodes, int before, int measured) =>
        new("SchedulingPodAntiAffinity", NodeShape.Plain, nodes, [new(PodShape.AntiAffinity, "sched-0", before)], new(PodShape.AntiAffinity, "sched-1", measured));

    /// <summary>As before, on nodes that have the label the terms are about, which upstream's have not.</summary>
    private static Workload AntiAffinityByHost(int nodes, int before, int measured) =>
        new("PodAntiAffinityByHostname", NodeShape.Hosts, nodes, [new(PodShape.AntiAffinity, "sched-0", before)], new(PodShape.AntiAffinity, "sched-1", measured));

    private static Workload Affinity(int nodes, int before, int measured) =>
        new("SchedulingPodAffinity", NodeShape.OneZone, nodes, [new(PodShape.Affinity, "sched-0", before)], new(PodShape.Affinity, "sched-1", measured));

    private static Workload PreferredSpreading(int nodes, int before, int measured) =>
        new("PreferredTopologySpreading", NodeShape.ThreeZones, nodes, [new(PodShape.Default, "default", before)], new(PodShape.PreferredSpread, "default", measured));

    private static Workload Spreading(int nodes, int before, int measured) =>
        new("TopologySpreading", NodeShape.ThreeZones, nodes, [new(PodShape.Default, "default", before)], new(PodShape.Spreading, "default", measured));

    private static Workload Mixed(int nodes, int before, int measured) => new(
        "MixedSchedulingBasePod",
        NodeShape.OneZone,
        nodes,
        [
            new(PodShape.Default, "sched-0", before),
            new(PodShape.Affinity, "sched-0", before),
            new(PodShape.AntiAffinity, "sched-0", before),
            new(PodShape.PreferredAffinity, "sched-0", before),
            new(PodShape.PreferredAntiAffinity, "sched-0", before),
        ],
        new(PodShape.Default, "default", measured));

    private static Workload Preemption(int nodes, int before, int measured) =>
        new("PreemptionAsync", NodeShape.Plain, nodes, [new(PodShape.LowPriority, "default", before)], new(PodShape.Default, "default", measured)) { Churn = PodShape.HighPriority };

    /// <summary>Among others come pods that fit nowhere, for want of room on every single node.</summary>
    private static Workload Unschedulable(int nodes, int before, int measured) =>
        new("Unschedulable", NodeShape.Plain, nodes, [new(PodShape.LowPriority, "default", before)], new(PodShape.Default, "default", measured)) { Churn = PodShape.TooLarge };

    private static Workload Daemonset(int nodes, int measured) =>
        new("SchedulingDaemonset", NodeShape.Plain, nodes, [], new(PodShape.Daemon, "default", measured)) { HasNamedNode = true };
}
