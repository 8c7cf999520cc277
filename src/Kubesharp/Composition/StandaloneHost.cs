using System.Net;
using System.Security.Cryptography;
using Kubesharp.Client;
using Kubesharp.Controllers;
using Kubesharp.Network.PodNetwork;
using Kubesharp.Network.Proxy;
using Kubesharp.Node;
using Kubesharp.Scheduler;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Server.Strategies;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Composition;

/// <summary>One component in a process of its own, on an API server elsewhere.</summary>
internal sealed class StandaloneHost : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private readonly ClientConfig _config;
    private readonly HttpApiTransport _transport;
    private readonly Random _random = new(RandomNumberGenerator.GetInt32(int.MaxValue));
    private readonly ComponentRunner _runner;
    private EventRecorder? _elections;

    /// <exception cref="KubeConfigException">The configuration asks for two things that exclude each other.</exception>
    public StandaloneHost(ClientConfig config, TimeProvider time, ILoggerFactory logs)
    {
        _time = time;
        _logs = logs;
        _config = config;
        _transport = _config.CreateTransport(time);
        _runner = new ComponentRunner(time, logs.CreateLogger<StandaloneHost>());
    }

    public async ValueTask DisposeAsync()
    {
        if (_elections is not null) await _elections.DisposeAsync();
        _transport.Dispose();
    }

    /// <summary>Runs the scheduler until cancelled or no longer the leader.</summary>
    public async Task RunSchedulerAsync(SchedulerOptions options, LeaderElectionOptions? election, ClientConnectionConfiguration connection, IPEndPoint? probes, CancellationToken cancellationToken)
    {
        IApiTransport limited = connection.Qps > 0 ? new RateLimitedTransport(_transport, _time, connection.Qps, connection.Burst) : _transport;
        var (client, informers) = Connect("kube-scheduler", limited);
        using var registry = new PrometheusRegistry();
        var reporting = options with { Metrics = new SchedulerMetrics(registry) };
        await using var scheduler = new SchedulerComponent(client, informers, _time, _logs, _random, reporting) { StartsPassive = election is not null };
        IComponent component = election is null ? scheduler : new LeaderElectedScheduler(scheduler, Elector(election, SchedulerOptions.DefaultSchedulerName), _time);
        await RunAsync([(component, informers)], probes, new MetricsPage(registry, client), cancellationToken);
    }

    /// <summary>Runs the controllers until cancelled or no longer the leader.</summary>
    public async Task RunControllersAsync(IPNetwork podNetwork, LeaderElectionOptions? election, IPEndPoint? probes, CancellationToken cancellationToken)
    {
        var (client, informers) = Connect("kube-controller-manager", _transport);
        var context = new ControllerContext(client, informers, _time, _logs, _random);
        var manager = new ControllerManager(context, _config.CertificateAuthorities?.ExportCertificatePems() ?? "", podNetwork);
        IComponent component = election is null ? manager : new LeaderElectedComponent(manager, Elector(election, "kube-controller-manager"));
        await RunAsync([(component, informers)], probes, null, cancellationToken);
    }

    /// <summary>Runs the service proxy until cancelled.</summary>
    public async Task RunProxyAsync(string nodeName, CancellationToken cancellationToken)
    {
        var (_, informers) = Connect("kube-proxy", _transport);
        await _runner.RunAsync([(new ServiceProxy(informers, new ServiceProxyConfig { NodeName = nodeName }, _time, _logs), informers)], cancellationToken);
    }

    /// <summary>Runs the node agent and the pod network until cancelled.</summary>
    public async Task RunNodeAsync(ServerSettings settings, string cniFolder, CancellationToken cancellationToken)
    {
        if (_config.CertificateAuthorities is not { Count: > 0 } authorities) throw new KubeConfigException("there is no certificate-authority in the kubeconfig, which the node needs to know its callers by");
        var (client, informers) = Connect("kubelet", _transport);
        var options = NodeSettings.OptionsOf(settings, settings.NodeIP ?? MachineAddress.Find());
        var https = NodeSettings.ServerOf(settings, options, authorities[0]);
        var agent = new NodeAgent(client, options, context => DefaultNodeParts.Create(context, https) with { CompletePod = StandalonePods.Complete }, _time, _random, _logs);
        var network = new PodNetworkComponent(informers, NodeSettings.PodNetworkOf(settings) with { CniFolder = cniFolder }, _time, _logs);
        await _runner.RunAsync([(network, informers), (agent, null)], cancellationToken);
    }

    /// <summary>Runs components, and answers probes about the first of them.</summary>
    private async Task RunAsync(List<(IComponent Component, InformerFactory? Informers)> components, IPEndPoint? probes, MetricsPage? metrics, CancellationToken cancellationToken)
    {
        if (probes is not null)
        {
            var health = new HealthServer(probes, _time, _logs, metrics);
            components[0] = (new Announced(components[0].Component, health.Ready), components[0].Informers);
            components.Add((health, null));
        }

        await _runner.RunAsync(components, cancellationToken);
    }

    /// <summary>A component that tells one more when it works.</summary>
    private sealed class Announced(IComponent component, Action announce) : IComponent
    {
        public string Name => component.Name;

        public Task RunAsync(Action ready, CancellationToken cancellationToken) => component.RunAsync(announce + ready, cancellationToken);
    }

    private LeaderElector Elector(LeaderElectionOptions options, string source)
    {
        var client = new KubernetesClient(_transport, _time, "leader-election");
        _elections = new EventRecorder(client, _time, source, logger: _logs.CreateLogger<EventRecorder>(), random: _random);
        return new LeaderElector(client, options, _time, _logs.CreateLogger<LeaderElector>(), _elections, _random);
    }

    private (KubernetesClient Client, InformerFactory Informers) Connect(string userAgent, IApiTransport transport)
    {
        var client = new KubernetesClient(transport, _time, userAgent);
        return (client, new InformerFactory(client, _time, _logs));
    }
}
