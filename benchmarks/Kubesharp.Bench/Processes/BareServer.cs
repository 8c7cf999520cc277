using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kubesharp.Bench.Load;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace Kubesharp.Bench.Processes;

/// <summary>
/// Kestrel with the same protocol and the same bytes and nothing behind it: what is left when an API server costs nothing. Runs as a child
/// process of the benchmark.
/// </summary>
internal sealed class BareServer : IAsyncDisposable
{
    /// <summary>How many events each watcher gets once a request for <c>/go</c> has come in.</summary>
    public const int WatchEvents = 4000;

    private const string PortLine = "listening on ";

    private readonly string _log;

    private BareServer(MeasuredProcess process, Target target, string log, TimeSpan readyAfter)
    {
        Process = process;
        Target = target;
        ReadyAfter = readyAfter;
        _log = log;
    }

    public MeasuredProcess Process { get; }

    public Target Target { get; }

    /// <summary>From the start of the process until it answered a request.</summary>
    public TimeSpan ReadyAfter { get; }

    public static async Task<BareServer> StartAsync(CancellationToken cancellationToken)
    {
        var log = Path.GetTempFileName();
        var started = Stopwatch.GetTimestamp();
        var process = MeasuredProcess.Start(Environment.ProcessPath!, ["bare"], log);
        string? line;
        while ((line = File.ReadLines(log).FirstOrDefault()) is null || !line.StartsWith(PortLine, StringComparison.Ordinal))
        {
            if (process.HasExited) throw new BenchException($"the bare server ended at its start: {await File.ReadAllTextAsync(log, cancellationToken)}");
            await Task.Delay(2, cancellationToken);
        }

        var target = new Target(IPEndPoint.Parse(line[PortLine.Length..]), null);
        await using (var connection = await LoadConnection.OpenAsync(target, cancellationToken)) await connection.SendAsync("GET", "/"u8.ToArray(), "", default, cancellationToken);
        return new BareServer(process, target, log, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>The child process: answers what it was sent, a pod, a list of pods, or a stream of events.</summary>
    public static async Task<int> RunAsync()
    {
        var pod = PodTemplate.Stored();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 4 << 20;
            kestrel.Limits.Http2.InitialStreamWindowSize = 1 << 20;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(Certificate());
            });
        });
        await using var app = builder.Build();
        app.Run(http => http.Request.Path.Value switch
        {
            "/echo" => EchoAsync(http),
            "/list" => ListAsync(http, pod, 10_000),
            "/watch" => WatchAsync(http, go.Task),
            "/go" => GoAsync(http, go),
            _ => AnswerAsync(http, pod),
        });
        await app.StartAsync();
        await Console.Out.WriteLineAsync(PortLine + new Uri(app.Urls.First()).Authority);
        await app.WaitForShutdownAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.StopAsync();
        Process.Dispose();
        File.Delete(_log);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static async Task AnswerAsync(HttpContext http, byte[] body)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        http.Response.BodyWriter.Write(body);
        await http.Response.BodyWriter.FlushAsync();
    }

    private static async Task EchoAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        var result = await reader.ReadAsync();
        while (!result.IsCompleted)
        {
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await reader.ReadAsync();
        }

        http.Response.StatusCode = 201;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = result.Buffer.Length;
        foreach (var part in result.Buffer) http.Response.BodyWriter.Write(part.Span);
        reader.AdvanceTo(result.Buffer.End);
        await http.Response.BodyWriter.FlushAsync();
    }

    private static async Task WatchAsync(HttpContext http, Task go)
    {
        await http.Response.StartAsync();
        await go;
        await ListAsync(http, PodTemplate.SmallEvent(), WatchEvents);
        await Task.Delay(Timeout.Infinite, http.RequestAborted);
    }

    private static Task GoAsync(HttpContext http, TaskCompletionSource go)
    {
        go.TrySetResult();
        return AnswerAsync(http, PodTemplate.SmallEvent());
    }

    private static async Task ListAsync(HttpContext http, byte[] item, int count)
    {
        var output = http.Response.BodyWriter;
        for (var i = 0; i < count; i++)
        {
            output.Write(item);
            if (output.UnflushedBytes >= 64 * 1024 && (await output.FlushAsync(http.RequestAborted)).IsCompleted) return;
        }

        await output.FlushAsync(http.RequestAborted);
    }
}
