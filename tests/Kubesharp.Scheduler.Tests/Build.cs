using System.Text;
using System.Text.Json.Nodes;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Scheduler.Tests;

/// <summary>Makes objects for tests.</summary>
internal static class Build
{
    public static T Object<T>(string json)
        where T : class, IKind<T> => ApiJson.Decode<T>(Encoding.UTF8.GetBytes(json));

    /// <summary>A node with labels for its name and zone.</summary>
    public static Node Node(string name, string cpu = "4", string zone = "", params Taint[] taints) => new()
    {
        Metadata = ObjectMeta.Empty with
        {
            Name = name,
            Labels = zone.Length == 0 ? [new("kubernetes.io/hostname", name)] : [new("kubernetes.io/hostname", name), new("topology.kubernetes.io/zone", zone)],
        },
        Spec = NodeSpec.Empty with { Taints = ValueList.Wrap(taints) },
        Status = NodeStatus.Empty with { Allocatable = [new("cpu", Quantity.Parse(cpu)), new("memory", Quantity.Parse("8Gi")), new("pods", Quantity.Parse("110"))] },
    };

    /// <summary>A pod of one container; <paramref name="spec"/> has further fields of its spec as JSON.</summary>
    public static Pod Pod(string name, string cpu = "1", string node = "", int priority = 0, string spec = "{}")
    {
        var fields = JsonNode.Parse(spec)!.AsObject();
        var container = new JsonObject
        {
            ["name"] = "c",
            ["image"] = "example.test/c:1",
            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = cpu } },
        };
        fields["containers"] = new JsonArray(container);
        fields["schedulerName"] = SchedulerOptions.DefaultSchedulerName;
        if (node.Length > 0) fields["nodeName"] = node;
        if (priority != 0) fields["priority"] = priority;
        var pod = Object<Pod>($"{{\"metadata\":{{\"namespace\":\"default\",\"name\":\"{name}\"}},\"spec\":{fields.ToJsonString()}}}");
        return pod with { Metadata = pod.Metadata with { Uid = $"uid-{name}" } };
    }
}
