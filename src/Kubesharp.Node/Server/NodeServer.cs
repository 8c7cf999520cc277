using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Configuration;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Pods;
using Kubesharp.Node.Probes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Server;

/// <summary>The node's HTTPS server: what the API server, and those whom it allows, ask a node for.</summary>
internal sealed partial class NodeServer
{
    private const string SystemLogFolder = "/var/log";

    private readonly NodeServerOptions _options;
    private readonly NodeAgentOptions _agent;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private readonly ILogger<NodeServer> _logger;
    private readonly NodeAccess _access;
    private readonly Func<IEnumerable<ProbeCount>> _probes;
    private readonly ICriRuntime _runtime;
    private readonly PodFolders _folders;
    private readonly TaskCompletionSource<int> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes a server; it listens while <see cref="RunAsync"/> runs.</summary>
    public NodeServer(NodeServerOptions options, NodeAgentContext context, Func<IEnumerable<ProbeCount>> probes)
    {
        _probes = probes;
        _options = options;
        _agent = context.Options;
        _runtime = context.Runtime;
        _folders = context.Folders;
        _time = context.Time;
        _logs = context.Logs;
        _logger = context.Logs.CreateLogger<NodeServer>();
        _access = new NodeAccess(options, _agent.NodeName, new AccessReviews(context.Client), context.Time);
    }

    /// <summary>The port, once the server listens.</summary>
    public Task<int> Listening => _listening.Task;

    /// <summary>Serves until cancelled.</summary>
    public async Task RunAsync(IPodLookup pods, CancellationToken cancel)
    {
        using var own = _options.Serving is null ? SelfSigned.Create(_agent, _time) : null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(_logs);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, _options.Serving ?? own!));
        await using var app = builder.Build();
        var handler = new NodeRequestHandler(
            pods,
            _runtime,
            new ContainerLogReader(_time),
            new NodeStatistics(_runtime, pods, _agent, _time),
            new NodeMetrics(_runtime, pods, _agent, _time),
            new Lazy<CadvisorMetrics>(() => new CadvisorMetrics(_runtime, pods, _agent, CgroupFileSystem.Detect(), _time)),
            _probes,
            _options.ServesSystemLogs ? new SystemLogs(SystemLogFolder) : null,
            KubeletConfiguration.Of(_agent, _options));
        app.Run(context => HandleAsync(handler, context));
        await app.StartAsync(cancel);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _listening.TrySetResult(int.Parse(address.AsSpan(address.LastIndexOf(':') + 1), CultureInfo.InvariantCulture));
        var rotation = new LogRotation(pods, _runtime.ReopenContainerLogAsync, _folders, _time, _logs.CreateLogger<LogRotation>());
        try
        {
            await rotation.RunAsync(cancel);
        }
        finally
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await app.StopAsync(now.Token);
        }
    }

    private void Configure(KestrelServerOptions kestrel, X509Certificate2 serving)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(_options.Listen, listen =>
        {
            // Exec and its like change the protocol of a connection, which only the first version of HTTP can.
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = serving,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,

                // A certificate of another authority tells nothing; its owner may have a token.
                ClientCertificateValidation = (_, _, _) => true,
            });
        });
    }

    private async Task HandleAsync(NodeRequestHandler handler, HttpContext context)
    {
        try
        {
            await _access.RequireAsync(context.Request, context.Connection.ClientCertificate, context.RequestAborted);
            await handler.HandleAsync(context);
        }
        catch (HttpStatusException e) when (!context.Response.HasStarted)
        {
            if (e.InnerException is not null) Log.Failed(_logger, context.Request.Path.Value ?? "", e);
            await AnswerAsync(context, e.Status, e.Message);
        }
        catch (GrpcException e) when (!context.Response.HasStarted)
        {
            Log.Failed(_logger, context.Request.Path.Value ?? "", e);
            await AnswerAsync(context, e.IsNotFound ? StatusCodes.Status404NotFound : StatusCodes.Status500InternalServerError, e.Message);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client hung up, or the node is being stopped.
            Log.HungUp(_logger, context.Request.Path.Value ?? "", e);
        }
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Request {path} failed", EventName = "RequestFailed")]
        public static partial void Failed(ILogger logger, string path, Exception e);

        [LoggerMessage(2, LogLevel.Debug, "Request {path} ended early", EventName = "RequestEnded")]
        public static partial void HungUp(ILogger logger, string path, Exception e);
    }
}
