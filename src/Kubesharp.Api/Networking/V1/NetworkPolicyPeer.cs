using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Networking.V1;

[ApiType("io.k8s.api.networking.v1.NetworkPolicyPeer")]
public sealed partial record NetworkPolicyPeer
{
    [Field(1)]
    public LabelSelector? PodSelector { get; init; }

    [Field(2)]
    public LabelSelector? NamespaceSelector { get; init; }

    [Field(3)]
    public IPBlock? IpBlock { get; init; }
}

[ApiType("io.k8s.api.networking.v1.IPBlock")]
public sealed partial record IPBlock
{
    [Field(1, Always = true, Required = true)]
    public string Cidr { get; init; } = "";

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> Except { get; init; }
}
