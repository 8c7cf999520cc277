using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Node.Nodes;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;
using NodeObject = Kubesharp.Api.Core.V1.Node;

namespace Kubesharp.Node.Simulation;

/// <summary>The Node object of a node without a machine.</summary>
internal static class SimulatedNode
{
    private const int Zones = 3;

    private static readonly ValueMap<Quantity> Size = ValueMap.Create<Quantity>(
    [
        new("cpu", Quantity.Parse("32")),
        new("memory", Quantity.Parse("128Gi")),
        new("ephemeral-storage", Quantity.Parse("512Gi")),
        new("pods", Quantity.Parse("110")),
    ]);

    public static NodeObject Make(string name, int index) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = name,
            Labels = ValueMap.Create<string>(
            [
                new("kubernetes.io/hostname", name),
                new("kubernetes.io/os", "linux"),
                new("kubernetes.io/arch", "amd64"),
                new("topology.kubernetes.io/zone", string.Create(CultureInfo.InvariantCulture, $"zone-{index % Zones}")),
                new("kubesharp.dev/simulated", "true"),
            ]),
        },
    };

    public static NodeObject WithStatus(NodeObject node, int index, DateTimeOffset now) => node with
    {
        Status = node.Status with
        {
            Capacity = Size,
            Allocatable = Size,
            DeclaredFeatures = Nodes.NodeStatusBuilder.DeclaredFeatures,
            Conditions =
            [
                Condition(NodeConditionType.MemoryPressure, ConditionStatus.False, "KubeletHasSufficientMemory", "kubelet has sufficient memory available", now),
                Condition(NodeConditionType.DiskPressure, ConditionStatus.False, "KubeletHasNoDiskPressure", "kubelet has no disk pressure", now),
                Condition(NodeConditionType.PIDPressure, ConditionStatus.False, "KubeletHasSufficientPID", "kubelet has sufficient PID available", now),
                Condition(NodeConditionType.Ready, ConditionStatus.True, "KubeletReady", "kubelet is posting ready status", now),
            ],
            Addresses =
            [
                new NodeAddress { Type = NodeAddressType.InternalIP, Address = string.Create(CultureInfo.InvariantCulture, $"198.19.{(index >> 8) & 0xFF}.{index & 0xFF}") },
                new NodeAddress { Type = NodeAddressType.Hostname, Address = node.Metadata.Name },
            ],
            NodeInfo = NodeSystemInfo.Empty with { KubeletVersion = NodeRegistration.Version, OperatingSystem = "linux", Architecture = "amd64", ContainerRuntimeVersion = "simulated://1", OsImage = "none", KernelVersion = "none" },
        },
    };

    private static NodeCondition Condition(string type, string status, string reason, string message, DateTimeOffset now) =>
        new() { Type = type, Status = status, Reason = reason, Message = message, LastHeartbeatTime = now, LastTransitionTime = now };
}
