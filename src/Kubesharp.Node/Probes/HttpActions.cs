using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Probes;

/// <summary>HTTP requests from the node to pods, for probes and hooks. Certificates are not checked: pods make their own.</summary>
internal sealed class HttpActions : IDisposable
{
    private const int MostRedirects = 10;

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
    });

    public void Dispose() => _http.Dispose();

    /// <summary>Sends any request.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel) => _http.SendAsync(request, cancel);

    /// <summary>Gets a page and follows redirects on the same host; one to another host counts as the answer.</summary>
    public async Task<HttpStatusCode> GetAsync(Uri url, ValueList<HTTPHeader> headers, string agent, CancellationToken cancel)
    {
        var at = url;
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            request.Headers.ConnectionClose = true;
            AddHeaders(request, headers, agent);
            using var response = await _http.SendAsync(request, cancel);
            var status = response.StatusCode;
            if (status is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                    or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
                || response.Headers.Location is not { } location)
            {
                return status;
            }

            at = new Uri(at, location);
            if (at.Host != url.Host) return status;
            if (redirects == MostRedirects) throw new HttpRequestException("stopped after 10 redirects");
        }
    }

    /// <summary>The URL of an action, or null when its port has no number.</summary>
    public static Uri? UrlOf(HTTPGetAction get, Container container, PodAddresses addresses)
    {
        if (PortOf(get.Port, container) is not { } port) return null;
        var scheme = get.Scheme.Length == 0 ? "http" : get.Scheme.ToLowerInvariant();
        var host = get.Host.Length > 0 ? get.Host : addresses.PodIp;
        var path = get.Path.StartsWith('/') ? get.Path : "/" + get.Path;
        return Uri.TryCreate($"{scheme}://{HostPort(host, port)}{path}", UriKind.Absolute, out var url) ? url : null;
    }

    /// <summary>The number of a port that may be named; null when there is no such port.</summary>
    public static int? PortOf(IntOrString port, Container container)
    {
        var number = port.Number;
        if (port.IsString)
        {
            foreach (var known in container.Ports)
            {
                if (known.Name == port.Text) return known.Port;
            }

            if (!int.TryParse(port.Text, NumberStyles.None, CultureInfo.InvariantCulture, out number)) return null;
        }

        return number is > 0 and < 65536 ? number : null;
    }

    public static string HostPort(string host, int port) =>
        host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port.ToString(CultureInfo.InvariantCulture)}" : $"{host}:{port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A URL as users of Kubernetes know it: with its port, be it the usual one or not.</summary>
    public static string TextOf(Uri url) => $"{url.Scheme}://{HostPort(url.Host.Trim('[', ']'), url.Port)}{url.PathAndQuery}";

    /// <summary>A failure in the words that users of Kubernetes know.</summary>
    public static string TextOf(HttpRequestException e, Uri url) =>
        e.InnerException is SocketException socket ? $"dial tcp {HostPort(url.Host.Trim('[', ']'), url.Port)}: {TextOf(socket)}"
            : e.HttpRequestError is HttpRequestError.ResponseEnded ? "EOF"
            : e.InnerException?.Message ?? e.Message;

    /// <inheritdoc cref="TextOf(HttpRequestException, Uri)"/>
    public static string TextOf(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connect: connection refused",
        SocketError.HostUnreachable => "connect: no route to host",
        SocketError.NetworkUnreachable => "connect: network is unreachable",
        SocketError.TimedOut => "i/o timeout",
        SocketError.HostNotFound => "no such host",
        _ => e.Message,
    };

    private static void AddHeaders(HttpRequestMessage request, ValueList<HTTPHeader> headers, string agent)
    {
        var hasAgent = false;
        var hasAccept = false;
        foreach (var header in headers)
        {
            hasAgent |= header.Name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase);
            hasAccept |= header.Name.Equals("Accept", StringComparison.OrdinalIgnoreCase);
            if (header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase)) request.Headers.Host = header.Value;
            else request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        if (!hasAgent) request.Headers.TryAddWithoutValidation("User-Agent", agent);
        if (!hasAccept) request.Headers.TryAddWithoutValidation("Accept", "*/*");
    }
}
