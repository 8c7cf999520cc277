using System.Collections.Frozen;
using System.Net;
using Kubesharp.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kubesharp.Server.Proxy;

/// <summary>Passes plain HTTP requests on and streams the answers back.</summary>
internal sealed class HttpForwarder(Func<string, CancellationToken, ValueTask<Stream>> dial) : IDisposable
{
    private const int BufferBytes = 32 * 1024;

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
    /// <param name="prefix">Path under which the client knows the target; redirects within the target are told under it. Null leaves them as they are.</param>
    /// <param name="onError">Makes an error of an answer that is none of 2xx and 3xx; null passes such answers on as they are.</param>
    public async ValueTask ForwardAsync(HttpContext http, string target, string authority, string pathAndQuery, string? prefix, Func<int, string, StatusException>? onError)
    {
        var cancelled = http.RequestAborted;
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), $"http://{authority}{pathAndQuery}");
        request.Options.Set(TargetKey, target);
        var overWebSocket = WebSocketStream.IsAskedFor(http);
        if (!overWebSocket && http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is true) request.Content = new StreamContent(http.Request.Body);
        foreach (var (name, value) in http.Request.Headers)
        {
            if (HopByHop.Contains(name) || name.StartsWith(':')) continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value)) request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
        }

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
            if (prefix is not null && answer.Headers.Location is { } location) answer.Headers.Location = Relocate(location, authority, prefix);
            if (!overWebSocket)
            {
                await CopyAsync(http, answer, cancelled).ConfigureAwait(false);
                return;
            }

            await using var body = await answer.Content.ReadAsStreamAsync(cancelled).ConfigureAwait(false);
            await WebSocketStream.SendAsync(http, body).ConfigureAwait(false);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The place of a redirect as the client can reach it; another host, and what is relative to the page, are left as they are.</summary>
    internal static Uri Relocate(Uri location, string authority, string prefix)
    {
        var text = location.OriginalString;
        if (location.IsAbsoluteUri && location.Scheme is "http" or "https")
        {
            if (location.Authority != authority) return location;
            text = location.PathAndQuery + location.Fragment;
        }

        if (!text.StartsWith('/') || text.StartsWith("//", StringComparison.Ordinal) || text.StartsWith(prefix, StringComparison.Ordinal)) return location;
        return new Uri(prefix + text, UriKind.Relative);
    }

    private static async ValueTask CopyAsync(HttpContext http, HttpResponseMessage answer, CancellationToken cancelled)
    {
        var response = http.Response;
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            if (!HopByHop.Contains(name) || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                response.Headers[name] = values.ToArray();
        await using var body = await answer.Content.ReadAsStreamAsync(cancelled).ConfigureAwait(false);
        while (true)
        {
            // Logs are followed line by line, so what has come is passed on at once.
            var buffer = response.BodyWriter.GetMemory(BufferBytes);
            var read = await body.ReadAsync(buffer, cancelled).ConfigureAwait(false);
            if (read == 0) break;
            response.BodyWriter.Advance(read);
            if ((await response.BodyWriter.FlushAsync(cancelled).ConfigureAwait(false)).IsCompleted) break;
        }

        await response.BodyWriter.FlushAsync(cancelled).ConfigureAwait(false);
    }
}
