using System.Net;

namespace Kubesharp.Network.Dns.Forwarding;

/// <summary>Sends one query to one server.</summary>
internal interface IUpstreamExchange
{
    /// <returns>The response message, whole: a truncated one is asked for again over TCP.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">The server cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">It did not answer in time.</exception>
    Task<Wire.DnsResponse> AskAsync(IPEndPoint server, ReadOnlyMemory<byte> query, CancellationToken cancellationToken);
}
