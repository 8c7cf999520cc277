using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Tests.Plugins;

/// <summary>A cluster put together from JSON, with all plugins as without configuration.</summary>
internal sealed class PluginCluster
{
    public PluginCluster()
    {
        Framework = new SchedulingFramework(State, DefaultPlugins.Create(State, new SchedulerOptions(), null, new Random(1)), 100, new Random(1)) { KeepScores = true };
        State.SetNamespace("default", ValueMap.Of("kubernetes.io/metadata.name", "default"));
    }

    public ClusterState State { get; } = new();

    public SchedulingFramework Framework { get; }

    public static T Read<T>(string json)
        where T : class, IApiType<T> => ApiJson.Decode<T>(Encoding.UTF8.GetBytes(json));

    /// <summary>Adds a node with four processors, 8 GiB and room for ten pods.</summary>
    public void Node(string name, string labels = "", string spec = "", string status = "") => State.SetNode(Read<Node>(
        $$$"""{"metadata":{"name":"{{{name}}}","labels":{"kubernetes.io/hostname":"{{{name}}}"{{{Also(labels)}}}}},"spec":{ {{{spec}}} },"status":{"allocatable":{"cpu":"4","memory":"8Gi","pods":"10"}{{{Also(status)}}}}}"""));

    public PodInfo Pod(string name, string spec = "", string container = "", string labels = "\"app\":\"web\"") => State.NewPod(Read<Pod>(
        $$$"""{"metadata":{"namespace":"default","name":"{{{name}}}","uid":"{{{name}}}","labels":{ {{{labels}}} }},"spec":{"containers":[{"name":"c","image":"i"{{{Also(container)}}}}]{{{Also(spec)}}}}}"""));

    public void Place(string name, string node, string spec = "", string container = "", string labels = "\"app\":\"web\"") =>
        State.SetPod(Pod(name, spec, container, labels), node);

    /// <summary>Names of the nodes that would do, in order.</summary>
    public string Feasible(PodInfo pod) => string.Join(' ', Framework.Schedule(pod, out _).Feasible.Select(node => node.Name).Order(StringComparer.Ordinal));

    /// <summary>The text for a pod that fits nowhere.</summary>
    public string Message(PodInfo pod) => Framework.Schedule(pod, out _).Diagnosis?.ToMessage() ?? "";

    /// <summary>Scores of a plugin times its weight by node, in the order of their names; <c>-</c> when it does not score.</summary>
    public string Scores(PodInfo pod, string plugin)
    {
        var result = Framework.Schedule(pod, out _);
        if (!result.Scores.TryGetValue(plugin, out var column)) return "-";
        return string.Join(' ', result.Feasible.Zip(column).OrderBy(pair => pair.First.Name, StringComparer.Ordinal).Select(pair => pair.Second));
    }

    private static string Also(string fields) => fields.Length == 0 ? "" : "," + fields;
}
