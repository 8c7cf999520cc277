using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kubesharp.Node.Server;

/// <summary>Joins a client with the runtime's streaming server: the handshake is passed on, and after it every byte.</summary>
internal static class StreamForwarder
{
    private const int MaxHeadBytes = 64 * 1024;
    private const int BufferBytes = 32 * 1024;

    /// <summary>Subprotocols that every runtime's streaming server knows.</summary>
    private static readonly string[] WebSocketProtocols = ["channel.k8s.io", "base64.channel.k8s.io", "v4.channel.k8s.io", "v4.base64.channel.k8s.io"];

    /// <summary>
    /// Refuses what the runtime would not understand: newer clients then ask again with SPDY, which all of them speak.
    /// </summary>
    public static void RequireProtocol(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest is not true)
            throw new HttpStatusException(StatusCodes.Status400BadRequest, "Upgrade request required");
        if (!context.Request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase)) return;
        var asked = context.Request.Headers.SecWebSocketProtocol.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (asked.Length > 0 && !asked.Any(WebSocketProtocols.Contains))
            throw new HttpStatusException(StatusCodes.Status400BadRequest, $"unable to upgrade: the container runtime speaks none of [{string.Join(' ', asked)}]");
    }

    /// <summary>Passes the request on to the URL the runtime gave, until one side is done.</summary>
    public static async Task ForwardAsync(HttpContext context, string url)
    {
        var cancel = context.RequestAborted;
        var target = new Uri(url);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(target.Host, target.Port, cancel);
        await using var backend = new NetworkStream(socket);
        await backend.WriteAsync(RequestHead(context, target), cancel);
        var (status, headers, rest) = await ReadHeadAsync(backend, cancel);
        if (status != StatusCodes.Status101SwitchingProtocols)
        {
            await RefuseAsync(context, backend, status, rest, cancel);
            return;
        }

        foreach (var (name, value) in headers)
        {
            if (!name.Equals("Connection", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                context.Response.Headers.Append(name, value);
        }

        await using var client = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        await client.WriteAsync(rest, cancel);
        await client.FlushAsync(cancel);
        await JoinAsync(client, backend, socket, cancel);
    }

    private static async Task JoinAsync(Stream client, Stream backend, Socket socket, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var up = PumpAsync(client, backend, either.Token);
        var down = PumpAsync(backend, client, either.Token);

        // A client that sends no more may still listen; a runtime that says no more is done.
        if (await Task.WhenAny(up, down) == up && !cancel.IsCancellationRequested)
        {
            if (socket.Connected) socket.Shutdown(SocketShutdown.Send);
            await down;
        }

        await either.CancelAsync();
        await Task.WhenAll(up, down);
    }

    private static async Task PumpAsync(Stream from, Stream to, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, cancel)) > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancel);
                await to.FlushAsync(cancel);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or SocketException)
        {
            // One side hung up: that is how these conversations end.
            return;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] RequestHead(HttpContext context, Uri target)
    {
        var head = new StringBuilder(512);
        head.Append(CultureInfo.InvariantCulture, $"{context.Request.Method} {target.PathAndQuery} HTTP/1.1\r\nHost: {target.Authority}\r\n");
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name.Equals("Host", StringComparison.OrdinalIgnoreCase) || name.StartsWith(':')) continue;
            foreach (var value in values) head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    private static async Task<(int Status, List<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Remainder)> ReadHeadAsync(
        Stream backend, CancellationToken cancel)
    {
        var buffer = new byte[MaxHeadBytes];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await backend.ReadAsync(buffer.AsMemory(length), cancel);
            if (read == 0) throw new HttpStatusException(StatusCodes.Status502BadGateway, "the container runtime closed the connection");
            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end < 0) continue;
            var lines = Encoding.Latin1.GetString(buffer, 0, end).Split("\r\n");
            var headers = new List<KeyValuePair<string, string>>();
            foreach (var line in lines.AsSpan(1))
            {
                if (line.Split(':', 2) is [var name, var value]) headers.Add(KeyValuePair.Create(name.Trim(), value.Trim()));
            }

            var status = lines[0].Split(' ') is [_, var code, ..] && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : StatusCodes.Status502BadGateway;
            return (status, headers, buffer.AsMemory((end + 4)..length));
        }

        throw new HttpStatusException(StatusCodes.Status502BadGateway, "the container runtime's answer is too long");
    }

    /// <summary>Passes on what the runtime said instead of changing the protocol.</summary>
    private static async Task RefuseAsync(HttpContext context, Stream backend, int status, ReadOnlyMemory<byte> start, CancellationToken cancel)
    {
        var body = new byte[MaxHeadBytes];
        start.CopyTo(body);
        var length = start.Length;
        if (length == 0) length = await backend.ReadAsync(body, cancel);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.Body.WriteAsync(body.AsMemory(0, length), cancel);
    }
}
