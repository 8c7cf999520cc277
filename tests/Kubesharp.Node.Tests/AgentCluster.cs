using System.Net;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Node.Pods;
using Kubesharp.Node.Server;
using Kubesharp.Node.Tests.Pods;
using Kubesharp.Server.Hosting;
using Kubesharp.Store.Embedded;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Node.Tests;

/// <summary>An API server in memory and one agent on the tests' containerd; the agent can be ended and started again.</summary>
internal sealed class AgentCluster : IAsyncDisposable
{
    public const string NodeName = "node-1";
    private readonly ContainerRuntimeFixture _fixture;
    private readonly InMemoryStore _store;
    private readonly ApiServer _server;
    private CancellationTokenSource _stop = new();
    private Task _agent = Task.CompletedTask;

    private readonly int? _port;

    private AgentCluster(ContainerRuntimeFixture fixture, InMemoryStore store, ApiServer server, int? port)
    {
        _port = port;
        _fixture = fixture;
        _store = store;
        _server = server;
        Admin = new KubernetesClient(server.ConnectAs("admin", "system:masters"), TimeProvider.System);
    }

    public KubernetesClient Admin { get; }

    public ResourceClient<Pod> Pods => Admin.For<Pod>();

    public FakeParts Parts { get; } = new();

    public string Kubeconfig => _server.AdminKubeconfig;

    /// <summary>Starts a server and an agent.</summary>
    /// <param name="fixture">The runtime.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="port">Port of the agent's own HTTPS server; with it the agent has its own parts, without it those of the test.</param>
    public static async Task<AgentCluster> StartAsync(ContainerRuntimeFixture fixture, CancellationToken cancel, int? port = null)
    {
        var store = new InMemoryStore(TimeProvider.System);
        var options = new ApiServerOptions
        {
            DataDirectory = Path.Combine(fixture.Folder, "server-" + Guid.NewGuid().ToString("N")[..8]),
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
        };
        Directory.CreateDirectory(options.DataDirectory);
        var server = await ApiServer.CreateAsync(options, store, TimeProvider.System, NullLoggerFactory.Instance);
        await server.StartAsync(cancel);
        var cluster = new AgentCluster(fixture, store, server, port);

        // No controller runs here that would make it, and pods are not taken without it.
        var account = new ServiceAccount
        {
            Metadata = new ObjectMeta { Name = "default", Namespace = "default" },
            AutomountServiceAccountToken = false,
        };
        await cluster.Admin.For<ServiceAccount>().CreateAsync(account, cancel);
        await cluster.StartAgentAsync(cancel);
        return cluster;
    }

    /// <summary>Starts the agent and returns when its node is ready.</summary>
    public async Task StartAgentAsync(CancellationToken cancel)
    {
        _stop = new CancellationTokenSource();
        var client = new KubernetesClient(_server.ConnectAs("system:node:" + NodeName, "system:nodes"), TimeProvider.System);
        var options = new NodeAgentOptions
        {
            NodeName = NodeName,
            NodeIps = ["127.0.0.1"],
            RuntimeEndpoint = _fixture.Socket,
            RootDirectory = Path.Combine(_fixture.Folder, "kubelet"),
            PodLogsDirectory = Path.Combine(_fixture.Folder, "pod-logs"),
            CgroupRoot = _fixture.Cgroup,
            MaxPods = 250,
            Port = _port ?? 10250,
        };
        var parts = new NodeAgentParts { Volumes = Parts, Environment = Parts, Prober = Parts, Hooks = Parts, PullSecrets = Parts };
        var logs = Environment.GetEnvironmentVariable("KUBESHARP_TEST_LOGS") is null
            ? (ILoggerFactory)NullLoggerFactory.Instance
            : LoggerFactory.Create(builder => builder.AddSimpleConsole(console => console.TimestampFormat = "HH:mm:ss.fff ").SetMinimumLevel(LogLevel.Debug));
        var agent = new NodeAgent(client, options, context => _port is { } port ? Complete(context, port) : parts, TimeProvider.System, new Random(1), logs);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _agent = Task.Run(() => agent.RunAsync(() => ready.TrySetResult(), _stop.Token), cancel);
        await await Task.WhenAny(ready.Task.WaitAsync(cancel), _agent);
    }

    public async Task StopAgentAsync()
    {
        await _stop.CancelAsync();
        await _agent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Makes a pod that is bound to the node.</summary>
    public Task<Pod> CreateAsync(Pod pod, CancellationToken cancel) => Pods.CreateAsync(
        pod with { Metadata = pod.Metadata with { Uid = "", Generation = 0 }, Spec = pod.Spec with { NodeName = NodeName } }, cancel);

    /// <summary>Waits until the pod, as the API server has it, fulfils a condition; null stands for a pod that is gone.</summary>
    public async Task<Pod?> PodAsync(Pod pod, Func<Pod?, bool> condition, CancellationToken cancel)
    {
        var selector = $"metadata.name={pod.Metadata.Name}";
        var list = await Pods.ListAsync(pod.Metadata.Namespace, new ListQuery { FieldSelector = selector }, cancel);
        var current = list.Items.Count == 0 ? null : list.Items[0];
        if (condition(current)) return current;
        var query = new ListQuery { FieldSelector = selector, ResourceVersion = list.ResourceVersion };
        await foreach (var change in Pods.WatchAsync(pod.Metadata.Namespace, query, cancel))
        {
            current = change.Type == WatchEventType.Deleted ? null : change.Object;
            if (condition(current)) return current;
        }

        throw new InvalidOperationException("the watch ended before the pod was as expected");
    }

    private NodeAgentParts Complete(NodeAgentContext context, int port) => DefaultNodeParts.Create(
        context, new NodeServerOptions { Listen = new IPEndPoint(IPAddress.Loopback, port), ClientAuthority = _server.Authority.Certificate });

    public async ValueTask DisposeAsync()
    {
        await StopAgentAsync();
        await _server.DisposeAsync();
        await _store.DisposeAsync();
        _stop.Dispose();
    }
}
