using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Scheduler.Tests.Extenders;

/// <summary>An extender: a real HTTP listener whose answers a test gives.</summary>
internal sealed class ExtenderServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, Func<JsonElement, string?>> _verbs = [];

    private ExtenderServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>Bodies of the requests by verb.</summary>
    public ConcurrentQueue<(string Verb, JsonElement Body)> Requests { get; } = new();

    /// <summary>Starts to listen.</summary>
    /// <param name="certificate">What it shows, for HTTPS; null for HTTP.</param>
    /// <param name="clients">Takes note of the names of clients that show a certificate.</param>
    public static async Task<ExtenderServer> StartAsync(X509Certificate2? certificate = null, ConcurrentQueue<string>? clients = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is null) return;
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                if (clients is null) return;
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.ClientCertificateValidation = (client, _, _) =>
                {
                    clients.Enqueue(client.Subject);
                    return true;
                };
            });
        }));
        var server = new ExtenderServer(builder.Build());
        server._app.MapPost("/scheduler/{verb}", server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Answers a verb; null stands for an internal error.</summary>
    public ExtenderServer On(string verb, Func<JsonElement, string?> answer)
    {
        _verbs[verb] = answer;
        return this;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var verb = (string)http.Request.RouteValues["verb"]!;
        using var document = await JsonDocument.ParseAsync(http.Request.Body);
        var body = document.RootElement.Clone();
        Requests.Enqueue((verb, body));
        if (_verbs.TryGetValue(verb, out var answer) && answer(body) is { } text) await http.Response.WriteAsync(text);
        else http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }
}
