using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Networking.V1;

[ApiType("io.k8s.api.networking.v1.NetworkPolicy")]
[Kind("networking.k8s.io", "v1", "NetworkPolicy")]
[Resource("networkpolicies", "networkpolicy", Namespaced = true, ShortNames = "netpol")]
public sealed partial record NetworkPolicy
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public NetworkPolicySpec Spec { get; init; } = NetworkPolicySpec.Empty;
}

[ApiType("io.k8s.api.networking.v1.NetworkPolicyEgressRule")]
public sealed partial record NetworkPolicyEgressRule
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<NetworkPolicyPort> Ports { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<NetworkPolicyPeer> To { get; init; }
}

[ApiType("io.k8s.api.networking.v1.NetworkPolicyIngressRule")]
public sealed partial record NetworkPolicyIngressRule
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<NetworkPolicyPort> Ports { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<NetworkPolicyPeer> From { get; init; }
}

[ApiType("io.k8s.api.networking.v1.NetworkPolicyList")]
[Kind("networking.k8s.io", "v1", "NetworkPolicyList")]
public sealed partial record NetworkPolicyList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<NetworkPolicy> Items { get; init; }
}

[ApiType("io.k8s.api.networking.v1.NetworkPolicySpec")]
public sealed partial record NetworkPolicySpec
{
    [Field(1)]
    public LabelSelector PodSelector { get; init; } = LabelSelector.Empty;

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<NetworkPolicyIngressRule> Ingress { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<NetworkPolicyEgressRule> Egress { get; init; }

    [Field(4, ListType = ListType.Atomic, Enum = typeof(PolicyType))]
    public ValueList<string> PolicyTypes { get; init; }
}
