using System.Net.Sockets;

namespace Kubesharp.Network.Proxy;

/// <summary>Transport protocol of a service port; the values are the IANA protocol numbers.</summary>
public enum ProxyProtocol
{
    Tcp = 6,
    Udp = 17,
    Sctp = 132,
}

/// <summary>Names one port of one Service in one address family.</summary>
/// <param name="Namespace">Namespace of the Service.</param>
/// <param name="Name">Name of the Service.</param>
/// <param name="PortName">Name of the port; empty when the Service has a single unnamed port.</param>
/// <param name="Protocol">Transport protocol.</param>
/// <param name="Family"><see cref="AddressFamily.InterNetwork"/> or <see cref="AddressFamily.InterNetworkV6"/>.</param>
public readonly record struct ServicePortKey(string Namespace, string Name, string PortName, ProxyProtocol Protocol, AddressFamily Family)
{
    /// <summary>The namespace/name:port form used in logs and rule comments.</summary>
    public override string ToString() => PortName.Length == 0 ? $"{Namespace}/{Name}" : $"{Namespace}/{Name}:{PortName}";
}
