using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Kubesharp.Network.Proxy.Nftables;

namespace Kubesharp.Network.Proxy;

/// <summary>The service proxy of one node.</summary>
public sealed record ServiceProxyConfig
{
    /// <summary>In <see cref="NodePortAddresses"/>: the addresses in the Node's status.</summary>
    public const string Primary = "primary";

    /// <summary>Name of the Node this machine is.</summary>
    public required string NodeName { get; init; }

    /// <summary>Families to serve.</summary>
    public ImmutableArray<AddressFamily> Families { get; init; } = [AddressFamily.InterNetwork];

    /// <summary>Where node ports are reached: <see cref="Primary"/>, or ranges the machine's own addresses are chosen by.</summary>
    public ImmutableArray<string> NodePortAddresses { get; init; } = [Primary];

    /// <summary>What the rules depend on besides Services.</summary>
    public NftablesOptions Nftables { get; init; } = new()
    {
        ClusterCidrs = [IPNetwork.Parse("10.244.0.0/16")],
        ServiceCidrs = [IPNetwork.Parse("10.96.0.0/16")],
    };

    /// <summary>How often the rules are touched.</summary>
    public ProxierOptions Proxier { get; init; } = new();

    /// <summary>Where /healthz answers, 0.0.0.0:10256 in kube-proxy; null for nowhere.</summary>
    public IPEndPoint? HealthAddress { get; init; }

    /// <summary>File of the network namespace the node lives in; null for the one of the process.</summary>
    public string? NetworkNamespace { get; init; }
}
