using System.Net;

namespace Kubesharp.Network.Proxy.Conntrack;

/// <summary>Selects UDP connections by what the client addressed and who answers.</summary>
/// <param name="Destination">The address the client used; null for any (node ports).</param>
/// <param name="DestinationPort">The port the client used.</param>
/// <param name="Endpoint">The endpoint the connection was translated to; null for any.</param>
internal readonly record struct ConntrackFilter(IPAddress? Destination, int DestinationPort, IPAddress? Endpoint);
