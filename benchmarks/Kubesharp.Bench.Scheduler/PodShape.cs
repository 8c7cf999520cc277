using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Bench.Scheduler;

/// <summary>How the pods of one step of a workload look.</summary>
/// <param name="Prefix">Start of their names.</param>
/// <param name="Spec">Their specification.</param>
/// <param name="Color">Value of their label <c>color</c>, or empty.</param>
internal sealed record PodShape(string Prefix, PodSpec Spec, string Color = "")
{
    public const string PriorityClass = "high";
    public const int Priority = 10;
    public const string NamedNode = "scheduler-perf-node";

    private const string Zone = "topology.kubernetes.io/zone";
    private const string Hostname = "kubernetes.io/hostname";

    public static PodShape Default { get; } = Make("pod-", "100m", "");

    public static PodShape LowPriority { get; } = Make("pod-", "900m", "\"terminationGracePeriodSeconds\":0");

    /// <summary>Larger than what is free anywhere, without being more important than others.</summary>
    public static PodShape TooLarge { get; } = Make("pod-large-", "3900m", "");

    public static PodShape HighPriority { get; } = Make("pod-high-priority-", "3000m", "\"priority\":10,\"priorityClassName\":\"high\"");

    public static PodShape NodeAffinity { get; } = Make(
        "node-affinity-",
        "100m",
        $$$$$$"""
        "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":
        [{"matchExpressions":[{"key":"{{{{{{Zone}}}}}}","operator":"In","values":["zone1","zone2"]}]}]}}}
        """);

    public static PodShape Daemon { get; } = Make(
        "daemonset-",
        "",
        $$$$$$"""
        "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":
        [{"matchFields":[{"key":"metadata.name","operator":"In","values":["{{{{{{NamedNode}}}}}}"]}]}]}}}
        """);

    public static PodShape AntiAffinity { get; } = Make("anti-affinity-pod-", "100m", Required("podAntiAffinity", "green", Hostname), "green");

    public static PodShape Affinity { get; } = Make("affinity-pod-", "100m", Required("podAffinity", "blue", Zone), "blue");

    public static PodShape PreferredAffinity { get; } = Make("preferred-affinity-pod-", "100m", Preferred("podAffinity", "red"), "red");

    public static PodShape PreferredAntiAffinity { get; } = Make("preferred-anti-affinity-pod-", "100m", Preferred("podAntiAffinity", "yellow"), "yellow");

    public static PodShape PreferredSpread { get; } = Make("spreading-pod-", "100m", Spread("ScheduleAnyway"), "blue");

    public static PodShape Spreading { get; } = Make("spreading-pod-", "100m", Spread("DoNotSchedule"), "blue");

    public Pod Pod(string ns, int index) => Pod(ns, "", index);

    public Pod Pod(string ns, string prefix, int index) => new()
    {
        Metadata = ObjectMeta.Empty with
        {
            Namespace = ns,
            Name = NameOf(prefix, index),
            Labels = Color.Length == 0 ? default : ValueMap.Of("color", Color),
        },
        Spec = Spec,
    };

    public string NameOf(string prefix, int index) => $"{prefix}{Prefix}{index:000000}";

    private static PodShape Make(string prefix, string cpu, string more, string color = "")
    {
        var amounts = cpu.Length == 0 ? "" : $$$$$$""" ,"ports":[{"containerPort":80}],"resources":{"limits":{"cpu":"{{{{{{cpu}}}}}}","memory":"500Mi"},"requests":{"cpu":"{{{{{{cpu}}}}}}","memory":"500Mi"} }""";
        var fields = more.Length == 0 ? "" : "," + more;
        var spec = $$$$$$"""{"schedulerName":"default-scheduler","containers":[{"name":"pause","image":"pause:3.10.2"{{{{{{amounts}}}}}} }]{{{{{{fields}}}}}} }""";
        return new(prefix, ApiJson.Decode<PodSpec>(System.Text.Encoding.UTF8.GetBytes(spec)), color);
    }

    private static string Term(string color, string key) =>
        $$$$$$"""{"labelSelector":{"matchLabels":{"color":"{{{{{{color}}}}}}"}},"topologyKey":"{{{{{{key}}}}}}","namespaces":["sched-1","sched-0"]}""";

    private static string Required(string kind, string color, string key) =>
        $$$$$$"""
        "affinity":{"{{{{{{kind}}}}}}":{"requiredDuringSchedulingIgnoredDuringExecution":[{{{{{{Term(color, key)}}}}}}]}}
        """;

    private static string Preferred(string kind, string color) =>
        $$$$$$"""
        "affinity":{"{{{{{{kind}}}}}}":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"podAffinityTerm":{{{{{{Term(color, Hostname)}}}}}} }]}}
        """;

    private static string Spread(string action) =>
        $$$$$$"""
        "topologySpreadConstraints":[{"maxSkew":5,"topologyKey":"{{{{{{Zone}}}}}}","whenUnsatisfiable":"{{{{{{action}}}}}}","labelSelector":{"matchLabels":{"color":"blue"}}}]
        """;
}
