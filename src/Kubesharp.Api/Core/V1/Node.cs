using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.Node")]
[Kind("", "v1", "Node")]
[Resource("nodes", "node", Namespaced = false, ShortNames = "no")]
public sealed partial record Node
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public NodeSpec Spec { get; init; } = NodeSpec.Empty;

    [Field(3)]
    public NodeStatus Status { get; init; } = NodeStatus.Empty;
}

[ApiType("io.k8s.api.core.v1.NodeList")]
[Kind("", "v1", "NodeList")]
public sealed partial record NodeList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<Node> Items { get; init; }
}

[ApiType("io.k8s.api.core.v1.NodeSpec")]
public sealed partial record NodeSpec
{
    [Field(1)]
    public string PodCIDR { get; init; } = "";

    [Field(7, Merge = true, ListType = ListType.Set)]
    public ValueList<string> PodCIDRs { get; init; }

    [Field(3)]
    public string ProviderID { get; init; } = "";

    [Field(4)]
    public bool Unschedulable { get; init; }

    [Field(5, ListType = ListType.Atomic)]
    public ValueList<Taint> Taints { get; init; }

    [Field(6)]
    public NodeConfigSource? ConfigSource { get; init; }

    [Field(2)]
    public string ExternalID { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.Taint")]
public sealed partial record Taint
{
    [Field(1, Always = true, Required = true)]
    public string Key { get; init; } = "";

    [Field(2)]
    public string Value { get; init; } = "";

    [Field(3, Always = true, Required = true, Enum = typeof(TaintEffect))]
    public string Effect { get; init; } = "";

    [Field(4)]
    public DateTimeOffset? TimeAdded { get; init; }
}
