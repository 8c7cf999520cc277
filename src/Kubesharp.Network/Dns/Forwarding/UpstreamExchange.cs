using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Kubesharp.Network.Dns.Wire;

namespace Kubesharp.Network.Dns.Forwarding;

/// <summary>
/// UDP first, TCP when the answer is truncated. Each query has a socket of its own: the kernel's random source port and
/// the connected peer make forged answers hard to place.
/// </summary>
internal sealed class UpstreamExchange : IUpstreamExchange
{
    private const int ReceiveSize = 4096;

    public async Task<DnsResponse> AskAsync(IPEndPoint server, ReadOnlyMemory<byte> query, CancellationToken cancellationToken)
    {
        var response = await AskUdpAsync(server, query, cancellationToken);
        return response.IsTruncated ? await AskTcpAsync(server, query, cancellationToken) : response;
    }

    private static async Task<DnsResponse> AskUdpAsync(IPEndPoint server, ReadOnlyMemory<byte> query, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellationToken);
        await socket.SendAsync(query, SocketFlags.None, cancellationToken);
        var buffer = new byte[ReceiveSize];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
            if (DnsResponse.Parse(buffer.AsSpan(0, length)) is { } response && IsFor(response, query.Span)) return response;
        }
    }

    private static async Task<DnsResponse> AskTcpAsync(IPEndPoint server, ReadOnlyMemory<byte> query, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, cancellationToken);
        var framed = new byte[query.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Length);
        query.CopyTo(framed.AsMemory(2));
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(framed, cancellationToken);
        await stream.ReadExactlyAsync(framed.AsMemory(0, 2), cancellationToken);
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(framed)];
        await stream.ReadExactlyAsync(message, cancellationToken);
        return DnsResponse.Parse(message) is { } response && IsFor(response, query.Span)
            ? response
            : throw new InvalidDataException($"name server {server} answered something else over TCP");
    }

    private static bool IsFor(DnsResponse response, ReadOnlySpan<byte> query) =>
        response.Id == BinaryPrimitives.ReadUInt16BigEndian(query)
        && query[DnsQuery.HeaderLength..].StartsWith(response.QuestionName)
        && (ushort)response.QuestionType == BinaryPrimitives.ReadUInt16BigEndian(query[(DnsQuery.HeaderLength + response.QuestionName.Length)..]);
}
