using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Network.Proxy;

/// <summary>
/// Tells load balancers outside which nodes have endpoints of a Service with externalTrafficPolicy Local (its health check
/// node port), and whether the proxy itself keeps up (/healthz).
/// </summary>
internal sealed partial class HealthChecks(Proxier proxier, TimeProvider time, ILogger<HealthChecks> logger) : IDisposable
{
    /// <summary>Changes that wait longer than this mean that the node's rules are stale.</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(2);
    private readonly Dictionary<int, ServiceCheck> _services = [];
    private readonly Lock _gate = new();
    private HttpListener? _health;

    /// <summary>Opens /healthz.</summary>
    public void Start(IPEndPoint address)
    {
        var host = address.Address.Equals(IPAddress.Any) || address.Address.Equals(IPAddress.IPv6Any) ? "*" : address.Address.ToString();
        _health = Listen(string.Create(CultureInfo.InvariantCulture, $"http://{host}:{address.Port}/"), AnswerHealth);
    }

    /// <summary>Opens, closes and updates the health check node ports after a change of the rules.</summary>
    public void Update(IReadOnlyDictionary<ServicePortKey, ServicePortRouting> routings)
    {
        var wanted = new Dictionary<int, ServiceCheck>();
        foreach (var routing in routings.Values)
        {
            var port = routing.Port;
            if (port.HealthCheckNodePort == 0) continue;
            // Ports of one Service share the check: the most endpoints any of them has count.
            var count = Math.Max(routing.LocalEndpoints.Count(e => e.Ready), wanted.GetValueOrDefault(port.HealthCheckNodePort)?.LocalEndpoints ?? 0);
            wanted[port.HealthCheckNodePort] = new ServiceCheck(port.Key.Namespace, port.Key.Name) { LocalEndpoints = count };
        }

        lock (_gate)
        {
            foreach (var (port, check) in _services.ToArray())
            {
                if (wanted.ContainsKey(port)) continue;
                check.Listener?.Close();
                _services.Remove(port);
            }

            foreach (var (port, check) in wanted)
            {
                if (_services.TryGetValue(port, out var known) && (known.Namespace, known.Name) == (check.Namespace, check.Name))
                {
                    known.LocalEndpoints = check.LocalEndpoints;
                    continue;
                }

                known?.Listener?.Close();
                check.Listener = Listen(string.Create(CultureInfo.InvariantCulture, $"http://*:{port}/"), context => AnswerService(context, check));
                _services[port] = check;
            }
        }
    }

    public void Dispose()
    {
        _health?.Close();
        lock (_gate)
        {
            foreach (var check in _services.Values) check.Listener?.Close();
            _services.Clear();
        }
    }

    private HttpListener? Listen(string prefix, Action<HttpListenerContext> answer)
    {
        var listener = new HttpListener();
        try
        {
            listener.Prefixes.Add(prefix);
            listener.Start();
        }
        catch (HttpListenerException e)
        {
            Log.CannotListen(logger, prefix, e.Message);
            listener.Close();
            return null;
        }

        _ = ServeAsync(listener, answer);
        return listener;
    }

    private async Task ServeAsync(HttpListener listener, Action<HttpListenerContext> answer)
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                answer(context);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                Log.RequestFailed(logger, e.Message);
            }
        }
    }

    private void AnswerService(HttpListenerContext context, ServiceCheck check)
    {
        var healthy = IsHealthy;
        context.Response.Headers["X-Content-Type-Options"] = "nosniff";
        context.Response.Headers["X-Load-Balancing-Endpoint-Weight"] = check.LocalEndpoints.ToString(CultureInfo.InvariantCulture);
        Write(context, check.LocalEndpoints > 0 && healthy, json =>
        {
            json.WriteStartObject("service");
            json.WriteString("namespace", check.Namespace);
            json.WriteString("name", check.Name);
            json.WriteEndObject();
            json.WriteNumber("localEndpoints", check.LocalEndpoints);
            json.WriteBoolean("serviceProxyHealthy", healthy);
        });
    }

    private void AnswerHealth(HttpListenerContext context)
    {
        if (context.Request.Url?.AbsolutePath is not ("/healthz" or "/livez"))
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            context.Response.Close();
            return;
        }

        Write(context, IsHealthy, json =>
        {
            json.WriteString("lastUpdated", proxier.LastSync);
            json.WriteString("currentTime", time.GetUtcNow());
        });
    }

    private bool IsHealthy => proxier.PendingSince is not { } since || time.GetUtcNow() - since < StaleAfter;

    private static void Write(HttpListenerContext context, bool good, Action<Utf8JsonWriter> body)
    {
        context.Response.StatusCode = good ? 200 : 503;
        context.Response.ContentType = "application/json";
        using (var json = new Utf8JsonWriter(context.Response.OutputStream))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        context.Response.Close();
    }

    private sealed class ServiceCheck(string @namespace, string name)
    {
        public string Namespace => @namespace;

        public string Name => name;

        public int LocalEndpoints { get; set; }

        public HttpListener? Listener { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Health checks cannot listen at {Address}: {Error}")]
        public static partial void CannotListen(ILogger logger, string address, string error);

        [LoggerMessage(2, LogLevel.Debug, "A health check ended early: {Error}")]
        public static partial void RequestFailed(ILogger logger, string error);
    }
}
