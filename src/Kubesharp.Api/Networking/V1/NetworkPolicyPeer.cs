using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Networking.V1;

/// <summary>Where traffic comes from or goes to.</summary>
[ApiType("io.k8s.api.networking.v1.NetworkPolicyPeer")]
public sealed partial record NetworkPolicyPeer
{
    /// <summary>Pods, in the policy's namespace or in those namespaceSelector chooses.</summary>
    [Field(1)]
    public LabelSelector? PodSelector { get; init; }

    /// <summary>Namespaces; an empty selector means all.</summary>
    [Field(2)]
    public LabelSelector? NamespaceSelector { get; init; }

    /// <summary>A network. Not together with the others.</summary>
    [Field(3)]
    public IPBlock? IpBlock { get; init; }
}

/// <summary>A network.</summary>
[ApiType("io.k8s.api.networking.v1.IPBlock")]
public sealed partial record IPBlock
{
    /// <summary>The network, such as 10.0.0.0/8.</summary>
    [Field(1, Always = true, Required = true)]
    public string Cidr { get; init; } = "";

    /// <summary>Networks inside it that do not count.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> Except { get; init; }
}
