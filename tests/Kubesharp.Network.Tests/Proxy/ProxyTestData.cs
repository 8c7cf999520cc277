using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Kubesharp.Network.Proxy;

namespace Kubesharp.Network.Tests.Proxy;

/// <summary>Short ways to write services and endpoints.</summary>
internal static class ProxyTestData
{
    public const string Node = "node-a";

    public static ProxyServicePort Port(string name, string clusterIP, int port, ProxyProtocol protocol = ProxyProtocol.Tcp) => new()
    {
        Key = new ServicePortKey("default", name, "", protocol, IPAddress.Parse(clusterIP).AddressFamily),
        ClusterIP = IPAddress.Parse(clusterIP),
        Port = port,
    };

    public static ProxyEndpoint Endpoint(string address, int port, string? node = Node) => new() { Address = IPAddress.Parse(address), Port = port, NodeName = node };

    public static ProxyEndpointSlice Slice(string service, string name, ProxyProtocol protocol, params ProxyEndpoint[] endpoints) => new()
    {
        Namespace = "default",
        Name = name,
        ServiceName = service,
        Ports = [new ProxyEndpointSlicePort("", protocol, [.. endpoints])],
    };

    public static ProxyEndpointSlice Slice(string service, params ProxyEndpoint[] endpoints) => Slice(service, service + "-1", ProxyProtocol.Tcp, endpoints);

    public static ServicePortRouting Routing(ProxyServicePort port, params ProxyEndpoint[] endpoints) =>
        EndpointSelection.Route(port, [.. endpoints], Node, null);

    public static NetworkTransaction Full(params ServicePortRouting[] routings) => new() { IsFull = true, Updated = [.. routings] };

    public static NetworkTransaction Update(params ServicePortRouting[] routings) => new() { Updated = [.. routings] };

    public static ImmutableArray<AddressFamily> IPv4 => [AddressFamily.InterNetwork];
}
