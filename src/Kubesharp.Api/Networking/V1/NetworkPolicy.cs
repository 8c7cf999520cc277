using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Networking.V1;

/// <summary>Which traffic pods may receive and send. Pods that no policy chooses may do everything.</summary>
[ApiType("io.k8s.api.networking.v1.NetworkPolicy")]
[Kind("networking.k8s.io", "v1", "NetworkPolicy")]
[Resource("networkpolicies", "networkpolicy", Namespaced = true, ShortNames = "netpol")]
public sealed partial record NetworkPolicy
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public NetworkPolicySpec Spec { get; init; } = NetworkPolicySpec.Empty;
}

/// <summary>Traffic pods may send.</summary>
[ApiType("io.k8s.api.networking.v1.NetworkPolicyEgressRule")]
public sealed partial record NetworkPolicyEgressRule
{
    /// <summary>Ports; all when empty.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<NetworkPolicyPort> Ports { get; init; }

    /// <summary>Where it may go; anywhere when empty.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<NetworkPolicyPeer> To { get; init; }
}

/// <summary>Traffic pods may receive.</summary>
[ApiType("io.k8s.api.networking.v1.NetworkPolicyIngressRule")]
public sealed partial record NetworkPolicyIngressRule
{
    /// <summary>Ports; all when empty.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<NetworkPolicyPort> Ports { get; init; }

    /// <summary>Where it may come from; anywhere when empty.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<NetworkPolicyPeer> From { get; init; }
}

/// <summary>A list of NetworkPolicy objects.</summary>
[ApiType("io.k8s.api.networking.v1.NetworkPolicyList")]
[Kind("networking.k8s.io", "v1", "NetworkPolicyList")]
public sealed partial record NetworkPolicyList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<NetworkPolicy> Items { get; init; }
}

/// <summary>The pods and their traffic.</summary>
[ApiType("io.k8s.api.networking.v1.NetworkPolicySpec")]
public sealed partial record NetworkPolicySpec
{
    /// <summary>Pods of the namespace the policy is about; an empty selector means all.</summary>
    [Field(1)]
    public LabelSelector PodSelector { get; init; } = LabelSelector.Empty;

    /// <summary>Traffic they may receive; an empty list means none.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<NetworkPolicyIngressRule> Ingress { get; init; }

    /// <summary>Traffic they may send; an empty list means none.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<NetworkPolicyEgressRule> Egress { get; init; }

    /// <summary>Ingress, Egress or both. Default: Ingress, and Egress when there are egress rules.</summary>
    [Field(4, ListType = ListType.Atomic, Enum = typeof(PolicyType))]
    public ValueList<string> PolicyTypes { get; init; }
}
