using System.Net;
using System.Security.Cryptography;
using Kubesharp.Client;
using Kubesharp.Controllers;
using Kubesharp.Network.Dns;
using Kubesharp.Network.PodNetwork;
using Kubesharp.Network.Proxy;
using Kubesharp.Node;
using Kubesharp.Node.Simulation;
using Kubesharp.Scheduler;
using Kubesharp.Server.Hosting;
using Kubesharp.Server.Strategies;
using Kubesharp.Store.Embedded;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Composition;

/// <summary>Everything of a cluster in one process: opens the store, starts the API server, then the components in their order.</summary>
public sealed partial class ClusterHost(ServerSettings settings, TimeProvider time, ILoggerFactory logs)
{
    private const int DnsPort = 10053;
    private const string Administrators = "system:masters";
    private static readonly IPNetwork PodNetwork = IPNetwork.Parse("10.244.0.0/16");
    private readonly ILogger _logger = logs.CreateLogger<ClusterHost>();

    /// <summary>Runs until cancelled, or until a component fails.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Folder.Path);
        await using var store = await EmbeddedStore.OpenAsync(
            new EmbeddedStoreOptions { Path = settings.Folder.Under("state.db") }, time, logs.CreateLogger<EmbeddedStore>());
        var nodeIP = settings.NodeIP ?? MachineAddress.Find();
        await using var server = await ApiServer.CreateAsync(
            new ApiServerOptions
            {
                DataDirectory = settings.Folder.Path,
                Listen = settings.Listen,
                AdvertiseAddress = settings.Listen.Address.Equals(IPAddress.Any) ? nodeIP : settings.Listen.Address,
                AdminKubeconfig = settings.Folder.AdminKubeconfig,
                ServesWorkloads = settings.Features.IsEnabled(FeatureGates.GenericWorkload),
            },
            store,
            time,
            logs);
        await server.StartAsync(cancellationToken);
        using var memory = new IdleMemory(time, ProcessHeap.Instance);
        var components = Create(server, nodeIP);
        Log.Started(_logger, server.Url, string.Join(", ", components.Select(component => component.Component.Name)));
        await new ComponentRunner(time, _logger).RunAsync(components, cancellationToken);
    }

    private List<(IComponent Component, InformerFactory? Informers)> Create(ApiServer server, IPAddress nodeIP)
    {
        var random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
        var components = new List<(IComponent, InformerFactory?)>();
        if (settings.Runs("controllers"))
        {
            var (client, informers) = Connect(server, "kube-controller-manager", "system:kube-controller-manager", Administrators);
            var context = new ControllerContext(client, informers, time, logs, random);
            components.Add((new ControllerManager(context, server.Authority.Certificate.ExportCertificatePem(), PodNetwork, server.Authority.Sign, server.SignSecretToken), informers));
        }

        var scheduling = (settings.Scheduler ?? new SchedulerOptions()) with { Gangs = settings.Features.IsEnabled(FeatureGates.GangScheduling) };
        if (settings.Runs("scheduler"))
        {
            var (client, informers) = Connect(server, "kube-scheduler", "system:kube-scheduler", Administrators);
            var scheduler = new SchedulerComponent(client, informers, time, logs, random, scheduling with { Metrics = new SchedulerMetrics(server.Metrics) });
            server.Explainer = new SchedulerExplainer(scheduler);
            components.Add((scheduler, informers));
        }
        else
        {
            var (client, _) = Connect(server, "kubesharp-explain", "system:kube-scheduler", Administrators);
            server.Explainer = new SnapshotExplainer(client, scheduling);
        }

        if (settings.Runs("pod-network"))
        {
            var (_, informers) = Connect(server, "kubesharp-pod-network", "system:kube-proxy");
            components.Add((new PodNetworkComponent(informers, NodeSettings.PodNetworkOf(settings), time, logs), informers));
        }

        if (settings.Runs("proxy"))
        {
            var (_, informers) = Connect(server, "kube-proxy", "system:kube-proxy");
            components.Add((new ServiceProxy(informers, new ServiceProxyConfig { NodeName = settings.NodeName }, time, logs), informers));
        }

        if (settings.Runs("dns"))
        {
            var (_, informers) = Connect(server, "kubesharp-dns", "system:kubesharp-dns", Administrators);
            components.Add((new ClusterDns(informers, new ClusterDnsOptions { Listen = new IPEndPoint(nodeIP, DnsPort), NodeName = settings.NodeName }, time, logs), informers));
        }

        if (settings.Runs("node")) components.Add((CreateNode(server, nodeIP, random), null));
        if (settings.SimulatedNodes > 0)
        {
            var (client, _) = Connect(server, "kubelet", "system:simulated-nodes", Administrators);
            components.Add((new SimulatedNodes(client, settings.SimulatedNodes, time, logs), null));
        }

        return components;
    }

    private NodeAgent CreateNode(ApiServer server, IPAddress nodeIP, Random random)
    {
        var options = NodeSettings.OptionsOf(settings, nodeIP);
        var client = new KubernetesClient(server.ConnectAs($"system:node:{settings.NodeName}", "system:nodes"), time, "kubelet");
        var https = NodeSettings.ServerOf(settings, options, server.Authority.Certificate);
        return new NodeAgent(client, options, context => DefaultNodeParts.Create(context, https) with { CompletePod = StandalonePods.Complete }, time, random, logs);
    }

    private (KubernetesClient Client, InformerFactory Informers) Connect(ApiServer server, string userAgent, string user, params string[] groups)
    {
        var client = new KubernetesClient(server.ConnectAs(user, groups), time, userAgent);
        return (client, new InformerFactory(client, time, logs));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Serving at {Url} with {Components}", EventName = "Started")]
        public static partial void Started(ILogger logger, string url, string components);
    }
}
