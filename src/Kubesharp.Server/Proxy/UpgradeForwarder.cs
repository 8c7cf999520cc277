using System.Buffers;
using System.Globalization;
using System.Text;
using Kubesharp.Api;
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

    /// <summary>Sends the handshake over a fresh connection, and then joins the two.</summary>
    public static async ValueTask ForwardAsync(HttpContext http, Stream backend, string authority, string pathAndQuery, Func<int, string, StatusException> onError)
    {
        await using var connection = backend;
        var cancelled = http.RequestAborted;
        await backend.WriteAsync(RequestHead(http, authority, pathAndQuery), cancelled).ConfigureAwait(false);
        await backend.FlushAsync(cancelled).ConfigureAwait(false);
        var (status, headers, rest) = await ReadHeadAsync(backend, cancelled).ConfigureAwait(false);
        if (status != 101) throw onError(status, await ReadBodyAsync(backend, headers, rest, cancelled).ConfigureAwait(false));
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

    private static async ValueTask<string> ReadBodyAsync(
        Stream backend, List<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> start, CancellationToken cancelled)
    {
        var body = new MemoryStream();
        body.Write(start.Span);
        var lengthText = headers.Find(h => h.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Value;
        if (int.TryParse(lengthText, CultureInfo.InvariantCulture, out var length))
        {
            var buffer = new byte[4096];
            while (body.Length < Math.Min(length, MaxHeadBytes))
            {
                var read = await backend.ReadAsync(buffer, cancelled).ConfigureAwait(false);
                if (read == 0) break;
                body.Write(buffer, 0, read);
            }
        }

        return Encoding.UTF8.GetString(body.ToArray());
    }
}
