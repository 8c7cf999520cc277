using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>A machine that runs pods.</summary>
[ApiType("io.k8s.api.core.v1.Node")]
[Kind("", "v1", "Node")]
[Resource("nodes", "node", Namespaced = false, ShortNames = "no")]
public sealed partial record Node
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public NodeSpec Spec { get; init; } = NodeSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public NodeStatus Status { get; init; } = NodeStatus.Empty;
}

/// <summary>A list of Node objects.</summary>
[ApiType("io.k8s.api.core.v1.NodeList")]
[Kind("", "v1", "NodeList")]
public sealed partial record NodeList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<Node> Items { get; init; }
}

/// <summary>How a node is to be used.</summary>
[ApiType("io.k8s.api.core.v1.NodeSpec")]
public sealed partial record NodeSpec
{
    /// <summary>Network from which its pods get addresses.</summary>
    [Field(1)]
    public string PodCIDR { get; init; } = "";

    /// <summary>Networks from which its pods get addresses, one for each IP family.</summary>
    [Field(7, Merge = true, ListType = ListType.Set)]
    public ValueList<string> PodCIDRs { get; init; }

    /// <summary>Identifier of the machine at its cloud.</summary>
    [Field(3)]
    public string ProviderID { get; init; } = "";

    /// <summary>Keeps new pods away, as kubectl cordon does. Default false.</summary>
    [Field(4)]
    public bool Unschedulable { get; init; }

    /// <summary>Marks that keep away pods that do not tolerate them.</summary>
    [Field(5, ListType = ListType.Atomic)]
    public ValueList<Taint> Taints { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(6)]
    public NodeConfigSource? ConfigSource { get; init; }

    /// <summary>Not used any more.</summary>
    [Field(2)]
    public string ExternalID { get; init; } = "";
}

/// <summary>Keeps pods that do not tolerate it away from a node.</summary>
[ApiType("io.k8s.api.core.v1.Taint")]
public sealed partial record Taint
{
    /// <summary>Key of the taint.</summary>
    [Field(1, Always = true, Required = true)]
    public string Key { get; init; } = "";

    /// <summary>Value of the taint.</summary>
    [Field(2)]
    public string Value { get; init; } = "";

    /// <summary>NoSchedule lets no new pods in, PreferNoSchedule avoids them, NoExecute also evicts running ones.</summary>
    [Field(3, Always = true, Required = true, Enum = typeof(TaintEffect))]
    public string Effect { get; init; } = "";

    /// <summary>When the taint was put on the node.</summary>
    [Field(4)]
    public DateTimeOffset? TimeAdded { get; init; }
}
