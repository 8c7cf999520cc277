using System.Text;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Tests.Configuration;

/// <summary>Some nodes, and a scheduler that decides by a configuration and does nothing.</summary>
internal sealed class SmallCluster
{
    public const string Header = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n";

    public SmallCluster(string configuration = "", Func<SchedulerOptions, SchedulerOptions>? adjust = null)
    {
        var options = SchedulerOptions.From(KubeSchedulerConfigurationReader.Read(Encoding.UTF8.GetBytes(Header + configuration)));
        Options = adjust is null ? options : adjust(options);
        Profiles = ProfileFactory.Create(new PluginContext { Cluster = State, Options = Options, Random = new Random(1) });
    }

    public ClusterState State { get; } = new();

    public SchedulerOptions Options { get; }

    public IReadOnlyList<SchedulingFramework> Profiles { get; }

    public SmallCluster AddNode(string name, string cpu = "4", string memory = "8Gi", string labels = "", string more = "")
    {
        var allLabels = $"\"kubernetes.io/hostname\":\"{name}\"" + (labels.Length > 0 ? "," + labels : "");
        var allocatable = $"\"cpu\":\"{cpu}\",\"memory\":\"{memory}\",\"pods\":\"110\"" + (more.Length > 0 ? "," + more : "");
        State.SetNode(Object<Node>("{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{" + allLabels + "}},\"status\":{\"allocatable\":{" + allocatable + "}}}"));
        return this;
    }

    /// <summary>Puts a pod on a node.</summary>
    public PodInfo Place(string name, string node, string spec = "", string labels = "")
    {
        var pod = State.NewPod(NewPod(name, spec, labels));
        State.SetPod(pod, node);
        return pod;
    }

    /// <summary>Looks for a node by the profile with an index.</summary>
    public ScheduleResult Schedule(string spec = "", int profile = 0, string labels = "") => Schedule(State.NewPod(NewPod("pod", spec, labels)), profile, out _);

    public ScheduleResult Schedule(PodInfo pod, int profile, out PostFilterResult? postFilter) => Profiles[profile].Schedule(pod, out postFilter);

    public static Pod NewPod(string name, string spec = "", string labels = "") => Object<Pod>(
        "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"default\",\"uid\":\"uid-" + name + "\",\"labels\":{" + labels + "}},\"spec\":{" + (spec.Length > 0 ? spec : Cpu("1")) + "}}");

    public static string Cpu(string amount) => $"\"containers\":[{{\"name\":\"c\",\"image\":\"i\",\"resources\":{{\"requests\":{{\"cpu\":\"{amount}\"}}}}}}]";

    public static string Resource(string name, string amount = "1") =>
        $"\"containers\":[{{\"name\":\"c\",\"image\":\"i\",\"resources\":{{\"requests\":{{\"{name}\":\"{amount}\"}},\"limits\":{{\"{name}\":\"{amount}\"}}}}}}]";

    private static T Object<T>(string json)
        where T : class, IApiType<T> => ApiJson.Decode<T>(Encoding.UTF8.GetBytes(json));
}
