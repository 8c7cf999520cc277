using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Client;
using Kubesharp.Server.Admission;
using Kubesharp.Server.Admission.Policies;
using Kubesharp.Server.Allocation;
using Kubesharp.Server.Apply;
using Kubesharp.Server.Authentication;
using Kubesharp.Server.Authorization;
using Kubesharp.Server.Bootstrap;
using Kubesharp.Server.Discovery;
using Kubesharp.Server.Metrics;
using Kubesharp.Server.OpenApi;
using Kubesharp.Server.Patch;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Proxy;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Rest;
using Kubesharp.Server.Storage;
using Kubesharp.Server.Wire;
using Kubesharp.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Server.Hosting;

/// <summary>The API server: composition, start and stop.</summary>
public sealed partial class ApiServer : IAsyncDisposable
{
    /// <summary>Bytes that may wait in each stage between a handler and the socket. With many watchers this is most of the server's memory.</summary>
    private const int OutputBuffer = 32 * 1024;

    /// <summary>Bytes of request line and headers that are read, as many as Go's HTTP server reads; selectors of a page of text are real.</summary>
    private const int MaxHeaderBytes = 1 << 20;

    private readonly ApiServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private readonly ServerIdentity _identity;
    private readonly IPAddress _advertised;
    private readonly ObjectStores _stores;
    private readonly RestServices _services;
    private readonly RestHandler _rest;
    private readonly RequestPipeline _pipeline;
    private readonly ProxyHandler _proxies;
    private readonly SecretTokenUse _tokenUse;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _host;
    private readonly ResourceRegistry _registry;
    private IServer? _server;
    private bool _disposed;

    private ApiServer(ApiServerOptions options, IKeyValueStore store, TimeProvider time, ILoggerFactory logs)
    {
        _options = options;
        _time = time;
        _logs = logs;
        _advertised = options.AdvertiseAddress
            ?? (IsSpecific(options.Listen.Address) ? options.Listen.Address : ServerIdentity.FindAddress());
        _identity = ServerIdentity.LoadOrCreate(options, _advertised, time);
        var random = options.Seed is { } seed ? new Random(seed) : new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
        var resources = BuiltInResources.Create(options.ServesWorkloads);
        _registry = new ResourceRegistry(resources);
        _stores = new ObjectStores(store, time, logs);
        _stores.Register(resources);
        var rbac = new RbacAuthorizer(_stores);
        var authorizer = new AuthorizerChain(new NodeAuthorizer(_stores), rbac);
        var policies = new PolicyServices(_stores, new PolicyKinds(() => _registry), authorizer);
        _services = new RestServices
        {
            Stores = _stores,
            Admission = new AdmissionChain([.. AdmissionPlugins.Create(_stores, policies, time, new Random(random.Next())), new RbacEscalationCheck(rbac, authorizer, _stores)]),
            Patches = new PatchEngine(),
            Fields = new FieldManager(),
            NameGenerator = new NameGenerator(random),
            Time = time,
            Identities = new IdentitySource(random),
        };
        _rest = new RestHandler(_services);
        _stores.Of<Service>().Hook = new ServiceAllocator(_stores, _services.Identities, options.ServiceNetwork, options.NodePorts);
        _tokenUse = new SecretTokenUse(
            () => _rest.TargetOf(_registry.Find("", "v1", "secrets")!), _rest.Writer, _services, logs.CreateLogger<SecretTokenUse>());
        var tokens = new TokenAuthenticator(_identity.Tokens, options.FixedTokens, _stores, time, _tokenUse.Record);
        _proxies = new ProxyHandler(_rest, _services, new NodeDialers([.. options.NodeDialers, new NodeDialer(_stores, _identity.KubeletClient)]));
        var binder = new PodBinder(_rest, time);
        var subresources = new SubresourceHandlers(
            _rest,
            binder,
            new PodEvictor(_rest, _services),
            new ScaleHandler(_rest, _services),
            new TokenHandler(_services, _identity.Tokens),
            new PartialUpdates(_rest, _services),
            _proxies,
            new ExplainHandler(() => Explainer));
        var limiter = new InFlightLimiter(options.MaxReadsInFlight, options.MaxWritesInFlight);
        var metrics = new ApiServerMetrics(Metrics, time, limiter, _stores);
        var router = new RequestRouter(
            _rest,
            subresources,
            new VirtualResources(authorizer, rbac, tokens, binder, time),
            new DiscoveryHandler(new OpenApiDocuments(() => _registry, DiscoveryHandler.GitVersion), KeySet, TokenIssuing.DefaultAudience),
            new HealthHandler(
            [
                new HealthCheck("ping", static () => true),
                new HealthCheck("log", static () => true),
                new HealthCheck("etcd", () => store.Revision > 0),
                new HealthCheck("poststarthook/rbac/bootstrap-roles", () => _ready.Task.IsCompletedSuccessfully),
                new HealthCheck("shutdown", () => !_disposed, OnlyReadiness: true),
            ]),
            metrics);
        _pipeline = new RequestPipeline(
            new RequestAuthenticator(_identity.Authority, tokens),
            new Impersonation(authorizer),
            options.Audit,
            authorizer,
            limiter,
            metrics,
            router,
            () => _registry,
            logs.CreateLogger<RequestPipeline>());
        _host = BuildHost();
    }

    /// <summary>Answers <c>pods/explain</c>; null while no scheduler runs in this process.</summary>
    public IPodExplainer? Explainer { get; set; }

    /// <summary>What <c>/metrics</c> shows; components in this process may report here too.</summary>
    public PrometheusRegistry Metrics { get; } = new();

    /// <summary>Completes when everything the server makes at its start is there and it answers.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Where the server listens; known after <see cref="StartAsync"/>.</summary>
    public IPEndPoint Endpoint { get; private set; } = new(IPAddress.None, 0);

    /// <summary>Base address for clients on this machine; known after <see cref="StartAsync"/>.</summary>
    public string Url => $"https://{(IsSpecific(_options.Listen.Address) ? _options.Listen.Address : IPAddress.Loopback)}:{Endpoint.Port}";

    /// <summary>Path of the administrator's kubeconfig.</summary>
    public string AdminKubeconfig => _options.AdminKubeconfig ?? Path.Combine(_options.DataDirectory, "admin.kubeconfig");

    /// <summary>The cluster's certificate authority.</summary>
    public CertificateAuthority Authority => _identity.Authority;

    /// <summary>Makes the token that a Secret holds for its account.</summary>
    public string SignSecretToken(ServiceAccount account, Secret secret) => _identity.Tokens.Sign(SecretToken.Claims(account, secret));

    /// <summary>Makes a server on a store; it does not listen yet. The store stays the caller's.</summary>
    public static Task<ApiServer> CreateAsync(ApiServerOptions options, IKeyValueStore store, TimeProvider time, ILoggerFactory logs) =>
        Task.Run(() => new ApiServer(options, store, time, logs));

    /// <summary>Listens, makes the objects every cluster has, and writes the kubeconfigs.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _server = _host.Services.GetRequiredService<IServer>();
        await _server.StartAsync(new PipelineApplication(_pipeline), cancellationToken).ConfigureAwait(false);
        var address = _server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Endpoint = new IPEndPoint(_options.Listen.Address, new Uri(address.Replace("[::]", "localhost", StringComparison.Ordinal)).Port);
        _identity.WriteKubeconfig(AdminKubeconfig, Url, "kubernetes-admin", "system:masters");
        var cluster = new ClusterObjects(_options.ServiceNetwork, ServerIdentity.FirstServiceAddress(_options.ServiceNetwork), _advertised, Endpoint.Port);
        await new Bootstrapper(_rest, _services, _registry).RunAsync(cluster, cancellationToken).ConfigureAwait(false);
        _ready.TrySetResult();
        Log.Started(_logs.CreateLogger<ApiServer>(), Url);
    }

    /// <summary>A transport for a component in this process.</summary>
    public InProcessTransport ConnectAs(string user, params string[] groups) =>
        new(_pipeline, new UserIdentity { Name = user, Groups = [.. groups, UserIdentity.AuthenticatedGroup] });

    /// <summary>Writes a kubeconfig for a user, with a client certificate.</summary>
    public void WriteKubeconfig(string path, string user, params ReadOnlySpan<string> groups) => _identity.WriteKubeconfig(path, Url, user, groups);

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        if (_server is not null)
        {
            using var atOnce = new CancellationTokenSource();
            await atOnce.CancelAsync().ConfigureAwait(false);
            await _server.StopAsync(atOnce.Token).ConfigureAwait(false);
        }

        await _tokenUse.StopAsync().ConfigureAwait(false);
        await _host.DisposeAsync().ConfigureAwait(false);
        _proxies.Dispose();
        Metrics.Dispose();
        _stores.Dispose();
        await _identity.Tokens.KeyMade.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ready.TrySetCanceled();
    }

    private static bool IsSpecific(IPAddress address) => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);

    private WebApplication BuildHost()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(_logs);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();

        // Handlers do not block, so bytes may go on to them and back on the thread that the socket's event came on.
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;
            sockets.MaxWriteBufferSize = OutputBuffer;
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowResponseHeaderCompression = true;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxResponseBufferSize = OutputBuffer;
            kestrel.Limits.MaxRequestLineSize = MaxHeaderBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            kestrel.Limits.Http2.MaxRequestHeaderFieldSize = MaxHeaderBytes;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 250;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 4 << 20;
            kestrel.Limits.Http2.InitialStreamWindowSize = 1 << 20;
            kestrel.Listen(_options.Listen, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = _identity.Serving,
                    ServerCertificateChain = [_identity.Authority.Certificate],
                    ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                    // Whether a certificate is any good is for authentication to say, with a Status and not with a broken handshake.
                    ClientCertificateValidation = static (_, _, _) => true,
                });
            });
        });
        return builder.Build();
    }

    private string KeySet()
    {
        var key = _identity.Tokens.PublicKey;
        return $"{{\"keys\":[{{\"use\":\"sig\",\"kty\":\"RSA\",\"kid\":\"{_identity.Tokens.KeyId}\",\"alg\":\"RS256\",\"n\":\"{System.Buffers.Text.Base64Url.EncodeToString(key.Modulus)}\",\"e\":\"{System.Buffers.Text.Base64Url.EncodeToString(key.Exponent)}\"}}]}}";
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "API server is listening on {Url}")]
        public static partial void Started(ILogger logger, string url);
    }
}
