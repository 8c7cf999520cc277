using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri.V1;

namespace Kubesharp.Node.Nodes;

/// <summary>What a Node status is computed from at one moment.</summary>
internal sealed record NodeStatusInput
{
    public required NodeAgentOptions Options { get; init; }

    public required NodeFacts Facts { get; init; }

    public required DateTimeOffset Now { get; init; }

    public NodePressure Pressure { get; init; }

    /// <summary>Everything that keeps the node from being ready.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    public VersionResponse Runtime { get; init; } = new();

    public IReadOnlyList<Image> Images { get; init; } = [];

    public string KubeletVersion { get; init; } = "";
}

/// <summary>Computes the Node object of this machine.</summary>
internal static class NodeStatusBuilder
{
    /// <summary>A node lists at most so many images, the largest ones.</summary>
    private const int MaxImages = 50;

    private const int MaxNamesPerImage = 5;

    /// <summary>What pods can ask of this agent that agents of other versions cannot do.</summary>
    public static ValueList<string> DeclaredFeatures { get; } = [NodeDeclaredFeature.RestartAllContainersOnContainerExits];

    /// <summary>The labels that every node has.</summary>
    public static ValueMap<string> Labels(NodeAgentOptions options, NodeFacts facts)
    {
        var labels = new Dictionary<string, string>
        {
            ["kubernetes.io/hostname"] = options.Hostname,
            ["kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = facts.Architecture,
            ["beta.kubernetes.io/os"] = "linux",
            ["beta.kubernetes.io/arch"] = facts.Architecture,
        };
        foreach (var (key, value) in options.NodeLabels) labels[key] = value;
        return labels.ToValueMap();
    }

    /// <summary>The new status of a node; what others have put there stays.</summary>
    public static NodeStatus Build(NodeStatus before, NodeStatusInput input)
    {
        var capacity = Keep(before.Capacity, input.Facts.Capacity(input.Options.MaxPods));
        return before with
        {
            Capacity = capacity,
            Allocatable = Keep(capacity, input.Facts.Allocatable(input.Options)),
            Addresses = Addresses(input.Options),
            DaemonEndpoints = new NodeDaemonEndpoints { KubeletEndpoint = new DaemonEndpoint { Port = input.Options.Port } },
            NodeInfo = new NodeSystemInfo
            {
                MachineID = input.Facts.MachineId,
                SystemUUID = input.Facts.SystemUuid,
                BootID = input.Facts.BootId,
                KernelVersion = input.Facts.KernelVersion,
                OsImage = input.Facts.OsImage,
                ContainerRuntimeVersion = $"{input.Runtime.RuntimeName}://{input.Runtime.RuntimeVersion}",
                KubeletVersion = input.KubeletVersion,
                OperatingSystem = "linux",
                Architecture = input.Facts.Architecture,
            },
            Images = Images(input.Images),
            DeclaredFeatures = DeclaredFeatures,
            Conditions = Conditions(before.Conditions, input),
        };
    }

    /// <summary>True when only times have changed, so that the write can wait.</summary>
    public static bool OnlyHeartbeatsDiffer(NodeStatus left, NodeStatus right) => Still(left) == Still(right);

    private static NodeStatus Still(NodeStatus status) => status with
    {
        Conditions = status.Conditions.Select(condition => condition with { LastHeartbeatTime = default }).ToValueList(),
    };

    /// <summary>Extended resources that others added to the node's capacity stay, and pods can have all of them.</summary>
    private static ValueMap<Quantity> Keep(ValueMap<Quantity> before, ValueMap<Quantity> own)
    {
        foreach (var (name, amount) in before)
        {
            if (!own.ContainsKey(name) && name.Contains('/', StringComparison.Ordinal)) own = own.Set(name, amount);
        }

        return own;
    }

    private static ValueList<NodeAddress> Addresses(NodeAgentOptions options)
    {
        var addresses = new List<NodeAddress>();
        foreach (var ip in options.NodeIps) addresses.Add(new NodeAddress { Type = NodeAddressType.InternalIP, Address = ip });
        addresses.Add(new NodeAddress { Type = NodeAddressType.Hostname, Address = options.Hostname });
        return addresses.ToValueList();
    }

    private static ValueList<ContainerImage> Images(IReadOnlyList<Image> images) => images
        .OrderByDescending(image => image.Size)
        .Take(MaxImages)
        .Select(image => new ContainerImage
        {
            Names = image.RepoDigests.Concat(image.RepoTags).Take(MaxNamesPerImage).ToValueList(),
            SizeBytes = (long)image.Size,
        })
        .ToValueList();

    private static ValueList<NodeCondition> Conditions(ValueList<NodeCondition> before, NodeStatusInput input)
    {
        NodeCondition[] own =
        [
            Condition(NodeConditionType.MemoryPressure, input.Pressure.Memory, "KubeletHasInsufficientMemory", "kubelet has insufficient memory available", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            Condition(NodeConditionType.DiskPressure, input.Pressure.Disk, "KubeletHasDiskPressure", "kubelet has disk pressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            Condition(NodeConditionType.PIDPressure, input.Pressure.Pids, "KubeletHasInsufficientPID", "kubelet has insufficient PID available", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            Condition(NodeConditionType.Ready, input.Problems.Count == 0, "KubeletReady", "kubelet is posting ready status", "KubeletNotReady", Joined(input.Problems)),
        ];
        var conditions = new List<NodeCondition>();
        foreach (var other in before)
        {
            if (!Array.Exists(own, condition => condition.Type == other.Type)) conditions.Add(other);
        }

        foreach (var condition in own)
        {
            var old = before.FirstOrDefault(other => other.Type == condition.Type);
            var now = new DateTimeOffset(input.Now.Ticks - (input.Now.Ticks % TimeSpan.TicksPerSecond), input.Now.Offset);
            conditions.Add(condition with
            {
                LastHeartbeatTime = now,
                LastTransitionTime = old is not null && old.Status == condition.Status ? old.LastTransitionTime : now,
            });
        }

        return conditions.ToValueList();
    }

    private static string Joined(IReadOnlyList<string> problems) => problems.Count == 1 ? problems[0] : $"[{string.Join(", ", problems)}]";

    private static NodeCondition Condition(string type, bool holds, string reason, string message, string otherReason, string otherMessage) => new()
    {
        Type = type,
        Status = holds ? ConditionStatus.True : ConditionStatus.False,
        Reason = holds ? reason : otherReason,
        Message = holds ? message : otherMessage,
    };
}
