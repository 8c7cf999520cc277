using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kubesharp.Client;
using Kubesharp.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Composition;

/// <summary>
/// Answers probes over HTTPS as Kubernetes' components do: <c>/livez</c> and <c>/healthz</c> while the process runs, <c>/readyz</c> once its
/// component works; each single check by its name below them, and all in words with <c>?verbose</c>. The certificate is the server's own;
/// probes do not check it.
/// </summary>
/// <param name="listen">Where to listen.</param>
/// <param name="time">The clock.</param>
/// <param name="logs">Makes the loggers.</param>
/// <param name="metrics">Serves <c>/metrics</c>; null where nothing is reported.</param>
internal sealed class HealthServer(IPEndPoint listen, TimeProvider time, ILoggerFactory logs, MetricsPage? metrics) : IComponent
{
    private const string InformerSync = "informer-sync";
    private volatile bool _isReady;

    public string Name => "health";

    /// <summary>Tells probes from now on that the component works.</summary>
    public void Ready() => _isReady = true;

    /// <exception cref="CommandException">The address is taken.</exception>
    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        using var certificate = CreateCertificate(time.GetUtcNow());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logs);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen, options => options.UseHttps(certificate));
        });
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new CommandException($"cannot listen on {listen}: {e.InnerException?.Message ?? e.Message}; choose another port with --secure-port, or 0 for none");
        }

        ready();
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
    }

    private Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (path == MetricsPage.Path && metrics is not null) return metrics.AnswerAsync(http);
        var parts = path.Split('/');
        if (parts is not ["", "healthz" or "livez" or "readyz", ..] || parts.Length > 3) return NotFoundAsync(http);
        var probe = parts[1];
        List<(string Name, bool Holds)> checks = [("ping", true)];
        if (probe == "readyz") checks.Add((InformerSync, _isReady));
        if (parts.Length == 3)
        {
            checks.RemoveAll(check => check.Name != parts[2]);
            if (checks.Count == 0) return NotFoundAsync(http);
        }

        var holds = checks.TrueForAll(static check => check.Holds);
        if (holds && (parts.Length == 3 || !http.Request.Query.ContainsKey("verbose"))) return http.Response.WriteAsync("ok");
        if (!holds) http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        var lines = checks.Select(static check => check.Holds ? $"[+]{check.Name} ok\n" : $"[-]{check.Name} failed: reason withheld\n");
        return http.Response.WriteAsync($"{string.Concat(lines)}{probe} check {(holds ? "passed" : "failed")}\n");
    }

    private static Task NotFoundAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return http.Response.WriteAsync("404 page not found\n");
    }

    private static X509Certificate2 CreateCertificate(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(now.AddHours(-1), now.AddYears(1));
        // A key that lives only in memory cannot be used for TLS everywhere.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
