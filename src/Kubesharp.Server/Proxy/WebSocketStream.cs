using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kubesharp.Server.Proxy;

/// <summary>Sends a stream to a client that asked for it over a WebSocket: every piece that comes is a message.</summary>
internal static class WebSocketStream
{
    private const string Binary = "binary.k8s.io";
    private const string Base64 = "base64.binary.k8s.io";
    private const int BufferBytes = 32 * 1024;

    /// <summary>Whether a request is the handshake of a WebSocket.</summary>
    public static bool IsAskedFor(HttpContext http) =>
        UpgradeForwarder.IsUpgrade(http) && http.Request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase);

    /// <summary>Answers the handshake, sends all of the stream, and closes.</summary>
    public static async ValueTask SendAsync(HttpContext http, Stream source)
    {
        var cancelled = http.RequestAborted;
        var protocol = ProtocolOf(http.Request.Headers.SecWebSocketProtocol.ToString());
        var response = http.Response.Headers;
        response.Upgrade = "websocket";
        response.SecWebSocketAccept = Accept(http.Request.Headers.SecWebSocketKey.ToString());
        if (protocol is not null) response.SecWebSocketProtocol = protocol;
        await using var stream = await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync().ConfigureAwait(false);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = protocol });
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer, cancelled).ConfigureAwait(false)) > 0)
            {
                if (protocol == Base64)
                    await socket.SendAsync(Encoding.ASCII.GetBytes(Convert.ToBase64String(buffer, 0, read)), WebSocketMessageType.Text, endOfMessage: true, cancelled).ConfigureAwait(false);
                else
                    await socket.SendAsync(buffer.AsMemory(0, read), WebSocketMessageType.Binary, endOfMessage: true, cancelled).ConfigureAwait(false);
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancelled).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string? ProtocolOf(string asked)
    {
        foreach (var protocol in asked.Split(',', StringSplitOptions.TrimEntries))
        {
            if (protocol is Binary or Base64) return protocol;
        }

        return null;
    }

    [SuppressMessage("Security", "CA5350", Justification = "The protocol of WebSockets (RFC 6455) asks for this sum, which protects nothing.")]
    private static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
}
