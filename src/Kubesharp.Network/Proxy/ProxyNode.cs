using System.Collections.Immutable;
using System.Net;

namespace Kubesharp.Network.Proxy;

/// <summary>What the proxy knows of the node it runs on.</summary>
/// <param name="Name">Name of the Node.</param>
/// <param name="Zone">Label topology.kubernetes.io/zone; null without.</param>
/// <param name="NodePortAddresses">Addresses node ports are reached at.</param>
internal sealed record ProxyNode(string Name, string? Zone, ImmutableArray<IPAddress> NodePortAddresses)
{
    public bool Equals(ProxyNode? other) =>
        other is not null && Name == other.Name && Zone == other.Zone && NodePortAddresses.AsSpan().SequenceEqual(other.NodePortAddresses.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Name, Zone, NodePortAddresses.Length);
}
