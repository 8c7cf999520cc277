using System.Collections.Immutable;

namespace Kubesharp.Network.Proxy;

/// <summary>One port of an EndpointSlice with the addresses it is open at.</summary>
/// <param name="Name">Name of the service port; may be empty.</param>
/// <param name="Protocol">Transport protocol.</param>
/// <param name="Endpoints">The endpoints, already joined with the port number.</param>
internal sealed record ProxyEndpointSlicePort(string Name, ProxyProtocol Protocol, ImmutableArray<ProxyEndpoint> Endpoints);
