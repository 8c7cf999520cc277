using System.Buffers;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Net;
using System.Text;
using Kubesharp.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Kubesharp.Server.Proxy;

/// <summary>Passes plain HTTP requests on and streams the answers back.</summary>
internal sealed class HttpForwarder(Func<string, CancellationToken, ValueTask<Stream>> dial) : IDisposable
{
    private const int BufferBytes = 32 * 1024;
    private const string Gzip = "gzip";

    private static readonly FrozenSet<string> HopByHop = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Host", "Authorization", "Content-Length", "Impersonate-User", "Impersonate-Group", "Impersonate-Uid");

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
        ConnectCallback = (context, cancellationToken) => dial(context.InitialRequestMessage.Options.TryGetValue(TargetKey, out var target) ? target : context.DnsEndPoint.Host, cancellationToken),
    });

    /// <summary>Carries the dial target beside the URL, whose host must be a valid DNS name.</summary>
    private static HttpRequestOptionsKey<string> TargetKey { get; } = new("kubesharp.target");

    /// <summary>Forwards a request. A client that asked for the answer over a WebSocket gets its body there.</summary>
    /// <param name="http">The client's request.</param>
    /// <param name="target">What the dialer is asked for.</param>
    /// <param name="authority">Host of the URL, by which connections are pooled.</param>
    /// <param name="pathAndQuery">Where to, beginning with a slash.</param>
    /// <param name="prefix">Path under which the client knows the target; redirects and links of pages within the target are told under it. Null leaves them as they are.</param>
    /// <param name="onError">Makes an error of an answer that is none of 2xx and 3xx; null passes such answers on as they are.</param>
    public async ValueTask ForwardAsync(HttpContext http, string target, string authority, string pathAndQuery, string? prefix, Func<int, string, StatusException>? onError)
    {
        var cancelled = http.RequestAborted;
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), $"http://{authority}{pathAndQuery}");
        request.Options.Set(TargetKey, target);
        var overWebSocket = WebSocketStream.IsAskedFor(http);
        if (!overWebSocket && http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is true) request.Content = new StreamContent(http.Request.Body);
        CopyHeaders(http.Request, request, readsPages: prefix is not null);
        HttpResponseMessage answer;
        try
        {
            answer = await _client.SendAsync(request, cancelled).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException as StatusException ?? StatusErrors.ServiceUnavailable($"error trying to reach service: {e.Message}");
        }

        using (answer)
        {
            if (onError is not null && !answer.IsSuccessStatusCode)
                throw onError((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancelled).ConfigureAwait(false));
            if (!overWebSocket)
            {
                var client = http.Request.Host.Value ?? "";
                Func<string, string>? relocate = prefix is null ? null : link => Relocate(link, authority, client, prefix);
                await AnswerAsync(http.Response, answer, relocate, cancelled).ConfigureAwait(false);
                return;
            }

            await using var body = await answer.Content.ReadAsStreamAsync(cancelled).ConfigureAwait(false);
            await WebSocketStream.SendAsync(http, body).ConfigureAwait(false);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// A link as the client can reach it; another host, and what is relative to the page, are left as they are. The target's own host is left
    /// out, the one by which the client knows this server stays.
    /// </summary>
    internal static string Relocate(string link, string authority, string client, string prefix)
    {
        var secure = link.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        var plain = link.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        var (origin, path) = ("", link);
        if (secure || plain || link.StartsWith("//", StringComparison.Ordinal))
        {
            var start = link.IndexOf("//", StringComparison.Ordinal) + 2;
            var length = link.AsSpan(start).IndexOfAny('/', '?', '#');
            var end = length < 0 ? link.Length : start + length;
            var host = link[start..end];
            path = link[end..];
            if (IsSameHost(host, client, plain)) origin = link[..end];
            else if (!IsSameHost(host, authority, plain)) return link;
            else if (!path.StartsWith('/')) path = "/" + path;
        }

        if (!path.StartsWith('/')) return link;
        return path.StartsWith(prefix, StringComparison.Ordinal) ? origin + path : origin + prefix + path;
    }

    private static bool IsSameHost(string one, string other, bool plain)
    {
        var port = plain ? ":80" : ":443";
        return WithoutPort(one).Equals(WithoutPort(other), StringComparison.OrdinalIgnoreCase);

        string WithoutPort(string host) => host.EndsWith(port, StringComparison.Ordinal) ? host[..^port.Length] : host;
    }

    private static void CopyHeaders(HttpRequest from, HttpRequestMessage to, bool readsPages)
    {
        foreach (var (name, value) in from.Headers)
        {
            if (HopByHop.Contains(name) || name.StartsWith(':')) continue;
            var passed = readsPages && name.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase) ? OnlyGzip(value) : value;
            if (!to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)passed)) to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)passed);
        }
    }

    /// <summary>What a page's links can be found in, of the encodings that a client takes.</summary>
    private static StringValues OnlyGzip(StringValues encodings) =>
        encodings.ToString().Split(',', StringSplitOptions.TrimEntries).Where(e => e.StartsWith(Gzip, StringComparison.OrdinalIgnoreCase)).ToArray();

    private static async ValueTask AnswerAsync(HttpResponse response, HttpResponseMessage answer, Func<string, string>? relocate, CancellationToken cancelled)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            if (!HopByHop.Contains(name) || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                response.Headers[name] = values.ToArray();
        if (relocate is not null && response.Headers.Location is [{ } location]) response.Headers.Location = relocate(location);
        await using var content = await answer.Content.ReadAsStreamAsync(cancelled).ConfigureAwait(false);
        await (relocate is not null && IsPage(response)
            ? CopyPageAsync(response, content, new HtmlLinks(relocate), cancelled)
            : CopyAsync(response, content, cancelled)).ConfigureAwait(false);
    }

    /// <summary>Whether an answer is a page whose links can be found. A part of one stays the part that it is.</summary>
    private static bool IsPage(HttpResponse response) =>
        response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) is true
        && response.StatusCode != StatusCodes.Status206PartialContent
        && response.Headers.ContentEncoding.ToString() is "" or Gzip;

    private static async ValueTask CopyPageAsync(HttpResponse response, Stream content, HtmlLinks links, CancellationToken cancelled)
    {
        var zipped = response.Headers.ContentEncoding.ToString() is Gzip;
        response.ContentLength = null;
        var output = response.BodyWriter.AsStream(leaveOpen: true);
        await using var source = zipped ? new GZipStream(content, CompressionMode.Decompress) : content;
        await using var sink = zipped ? new GZipStream(output, CompressionLevel.Fastest) : output;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            do
            {
                read = await source.ReadAsync(buffer, cancelled).ConfigureAwait(false);
                var html = links.Rewrite(Encoding.Latin1.GetString(buffer, 0, read), isLast: read == 0);
                if (html.Length == 0) continue;
                await sink.WriteAsync(Encoding.Latin1.GetBytes(html), cancelled).ConfigureAwait(false);
                await sink.FlushAsync(cancelled).ConfigureAwait(false);
            }
            while (read > 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask CopyAsync(HttpResponse response, Stream content, CancellationToken cancelled)
    {
        while (true)
        {
            // Logs are followed line by line, so what has come is passed on at once.
            var buffer = response.BodyWriter.GetMemory(BufferBytes);
            var read = await content.ReadAsync(buffer, cancelled).ConfigureAwait(false);
            if (read == 0) break;
            response.BodyWriter.Advance(read);
            if ((await response.BodyWriter.FlushAsync(cancelled).ConfigureAwait(false)).IsCompleted) break;
        }

        await response.BodyWriter.FlushAsync(cancelled).ConfigureAwait(false);
    }
}
