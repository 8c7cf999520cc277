using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Server.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kubesharp.Server.Proxy;

/// <summary>
/// Passes requests for another protocol (WebSocket, SPDY) on: the handshake is sent as it came, and after it the bytes of both sides,
/// whatever they mean.
/// </summary>
internal static class UpgradeForwarder
{
    private const int MaxHeadBytes = 64 * 1024;
    private const int BufferBytes = 32 * 1024;

    /// <summary>Whether a request asks for another protocol.</summary>
    public static bool IsUpgrade(HttpContext http) => http.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest is true;

    /// <summary>
    /// Sends the handshake over a fresh connection, and then joins the two. A backend that answers in another way, such as an agent that does not
    /// find the container, is passed on as it is: clients show its text.
    /// </summary>
    public static async ValueTask ForwardAsync(HttpContext http, Stream backend, string authority, string pathAndQuery)
    {
        await using var connection = backend;
        var cancelled = http.RequestAborted;
        await backend.WriteAsync(RequestHead(http, authority, pathAndQuery), cancelled).ConfigureAwait(false);
        await backend.FlushAsync(cancelled).ConfigureAwait(false);
        var (status, headers, rest) = await ReadHeadAsync(backend, cancelled).ConfigureAwait(false);
        if (status != 101)
        {
            var body = await ReadBodyAsync(backend, headers, rest, cancelled).ConfigureAwait(false);
            await ResponseWriter.SendAsync(http, status, Value(headers, "Content-Type") ?? "text/plain; charset=utf-8", body).ConfigureAwait(false);
            return;
        }

        foreach (var (name, value) in headers)
            if (!name.Equals("Connection", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                http.Response.Headers.Append(name, value);
        var client = await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync().ConfigureAwait(false);
        await using var upgraded = client;
        if (!rest.IsEmpty) await client.WriteAsync(rest, cancelled).ConfigureAwait(false);
        await JoinAsync(client, backend, cancelled).ConfigureAwait(false);
    }

    private static async ValueTask JoinAsync(Stream client, Stream backend, CancellationToken cancelled)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        var up = PumpAsync(client, backend, either.Token);
        var down = PumpAsync(backend, client, either.Token);
        // When the backend has said everything the conversation is over; a client that stops sending may still be listening.
        var first = await Task.WhenAny(up, down).ConfigureAwait(false);
        if (first == up) await down.ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(up, down).ConfigureAwait(false);
    }

    private static async Task PumpAsync(Stream from, Stream to, CancellationToken cancelled)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, cancelled).ConfigureAwait(false)) > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancelled).ConfigureAwait(false);
                await to.FlushAsync(cancelled).ConfigureAwait(false);
            }

            if (to is System.Net.Security.SslStream tls) await tls.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One side hung up: that is how these conversations end.
            return;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] RequestHead(HttpContext http, string authority, string pathAndQuery)
    {
        var head = new StringBuilder(512);
        head.Append(CultureInfo.InvariantCulture, $"{http.Request.Method} {pathAndQuery} HTTP/1.1\r\nHost: {authority}\r\n");
        foreach (var (name, values) in http.Request.Headers)
        {
            if (name.StartsWith(':') || name.Equals("Host", StringComparison.OrdinalIgnoreCase) || name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)) continue;
            foreach (var value in values)
            {
                // A token that browsers hide among the subprotocols is for this server only.
                var shown = name.Equals("Sec-WebSocket-Protocol", StringComparison.OrdinalIgnoreCase) ? WithoutToken(value ?? "") : value;
                head.Append(name).Append(": ").Append(shown).Append("\r\n");
            }
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    private static string WithoutToken(string protocols) => string.Join(
        ", ",
        protocols.Split(',', StringSplitOptions.TrimEntries).Where(p => !p.StartsWith("base64url.bearer.authorization.k8s.io.", StringComparison.Ordinal)));

    private static async ValueTask<(int Status, List<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Remainder)> ReadHeadAsync(Stream backend, CancellationToken cancelled)
    {
        var buffer = new byte[MaxHeadBytes];
        var length = 0;
        while (true)
        {
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var lines = Encoding.Latin1.GetString(buffer, 0, end).Split("\r\n");
                var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Where(p => p.Length == 2).Select(p => KeyValuePair.Create(p[0].Trim(), p[1].Trim())).ToList();
                var status = lines[0].Split(' ') is [_, var code, ..] && int.TryParse(code, CultureInfo.InvariantCulture, out var number) ? number : 502;
                return (status, headers, buffer.AsMemory((end + 4)..length));
            }

            if (length == buffer.Length) throw StatusErrors.InternalError("error dialing backend: answer head is too long");
            var read = await backend.ReadAsync(buffer.AsMemory(length), cancelled).ConfigureAwait(false);
            if (read == 0) throw StatusErrors.InternalError("error dialing backend: EOF");
            length += read;
        }
    }

    private static async ValueTask<byte[]> ReadBodyAsync(
        Stream backend, List<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> start, CancellationToken cancelled)
    {
        var received = new MemoryStream();
        received.Write(start.Span);
        var chunked = "chunked".Equals(Value(headers, "Transfer-Encoding"), StringComparison.OrdinalIgnoreCase);
        var length = int.TryParse(Value(headers, "Content-Length"), CultureInfo.InvariantCulture, out var given) ? given : chunked ? MaxHeadBytes : 0;
        var buffer = new byte[4096];
        byte[]? whole = null;
        while (received.Length < Math.Min(length, MaxHeadBytes) && !(chunked && TryJoinChunks(Received(), out whole)))
        {
            var read = await backend.ReadAsync(buffer, cancelled).ConfigureAwait(false);
            if (read == 0) break;
            received.Write(buffer, 0, read);
        }

        return whole ?? received.ToArray();

        ReadOnlySpan<byte> Received() => received.GetBuffer().AsSpan(0, (int)received.Length);
    }

    /// <summary>The body that chunks make up; false until the last one is there.</summary>
    private static bool TryJoinChunks(ReadOnlySpan<byte> received, out byte[]? body)
    {
        var joined = new MemoryStream();
        body = null;
        while (true)
        {
            var line = received.IndexOf("\r\n"u8);
            if (line < 0 || !Utf8Parser.TryParse(received[..line], out int size, out _, 'x')) return false;
            received = received[(line + 2)..];
            if (size == 0)
            {
                body = joined.ToArray();
                return true;
            }

            if (size < 0 || received.Length < size + 2) return false;
            joined.Write(received[..size]);
            received = received[(size + 2)..];
        }
    }

    private static string? Value(List<KeyValuePair<string, string>> headers, string name) =>
        headers.Find(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
