using System.Net;
using System.Security.Cryptography;
using Kubesharp.Client;
using Kubesharp.Controllers;
using Kubesharp.Network.Dns;
using Kubesharp.Network.PodNetwork;
using Kubesharp.Network.Proxy;
using Kubesharp.Node;
using Kubesharp.Node.Server;
using Kubesharp.Node.Simulation;
using Kubesharp.Scheduler;
using Kubesharp.Server.Hosting;
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
            },
            store,
            time,
            logs);
        await server.StartAsync(cancellationToken);
        using var memory = new IdleMemory(time, ProcessHeap.Instance);
        var components = Create(server, nodeIP);
        Log.Started(_logger, server.Url, string.Join(", ", components.Select(component => component.Component.Name)));
        await RunComponentsAsync(components, cancellationToken);
    }

    private List<(IComponent Component, InformerFactory? Informers)> Create(ApiServer server, IPAddress nodeIP)
    {
        var random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
        var components = new List<(IComponent, InformerFactory?)>();
        if (settings.Runs("controllers"))
        {
            var (client, informers) = Connect(server, "kube-controller-manager", "system:kube-controller-manager", Administrators);
            var context = new ControllerContext(client, informers, time, logs, random);
            components.Add((new ControllerManager(context, server.Authority.Certificate.ExportCertificatePem(), PodNetwork), informers));
        }

        if (settings.Runs("scheduler"))
        {
            var (client, informers) = Connect(server, "kube-scheduler", "system:kube-scheduler", Administrators);
            components.Add((new SchedulerComponent(client, informers, time, logs, random), informers));
        }

        if (settings.Runs("pod-network"))
        {
            var (_, informers) = Connect(server, "kubesharp-pod-network", "system:kube-proxy");
            components.Add((new PodNetworkComponent(informers, new PodNetworkOptions { NodeName = settings.NodeName, CniFolder = settings.Folder.CniConfigurations, IpamDataFolder = settings.Folder.Under("cni/ipam") }, time, logs), informers));
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
        var folder = settings.Folder;
        var options = new NodeAgentOptions
        {
            NodeName = settings.NodeName,
            NodeIps = [nodeIP.ToString()],
            RuntimeEndpoint = settings.RuntimeEndpoint ?? folder.ContainerdSocket,
            RootDirectory = folder.Under("kubelet"),
            PodLogsDirectory = folder.Under("log/pods"),
            CgroupRoot = folder.CgroupRoot,
        };
        var client = new KubernetesClient(server.ConnectAs($"system:node:{settings.NodeName}", "system:nodes"), time, "kubelet");
        var https = new NodeServerOptions { ClientAuthority = server.Authority.Certificate, Listen = new IPEndPoint(IPAddress.Any, options.Port) };
        return new NodeAgent(client, options, context => DefaultNodeParts.Create(context, https), time, random, logs);
    }

    private (KubernetesClient Client, InformerFactory Informers) Connect(ApiServer server, string userAgent, string user, params string[] groups)
    {
        var client = new KubernetesClient(server.ConnectAs(user, groups), time, userAgent);
        return (client, new InformerFactory(client, time, logs));
    }

    private async Task RunComponentsAsync(List<(IComponent Component, InformerFactory? Informers)> components, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task>();
        foreach (var (component, _) in components) running.Add(RunComponentAsync(component, stop.Token));
        foreach (var informers in components.Select(entry => entry.Informers).OfType<InformerFactory>().Distinct()) running.Add(informers.RunAsync(stop.Token));
        if (running.Count == 0) running.Add(Task.Delay(Timeout.InfiniteTimeSpan, time, stop.Token));
        try
        {
            await await Task.WhenAny(running);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopping(_logger);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunComponentAsync(IComponent component, CancellationToken cancellationToken)
    {
        try
        {
            await component.RunAsync(() => Log.Ready(_logger, component.Name), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Failed(_logger, e, component.Name);
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Serving at {Url} with {Components}", EventName = "Started")]
        public static partial void Started(ILogger logger, string url, string components);

        [LoggerMessage(2, LogLevel.Information, "Component {Component} is ready", EventName = "Ready")]
        public static partial void Ready(ILogger logger, string component);

        [LoggerMessage(3, LogLevel.Critical, "Component {Component} failed", EventName = "Failed")]
        public static partial void Failed(ILogger logger, Exception exception, string component);

        [LoggerMessage(4, LogLevel.Information, "Stopping", EventName = "Stopping")]
        public static partial void Stopping(ILogger logger);
    }
}
