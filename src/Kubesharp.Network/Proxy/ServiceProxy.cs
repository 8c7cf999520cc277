using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Client;
using Kubesharp.Network.Proxy.Conntrack;
using Kubesharp.Network.Proxy.Nftables;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Network.Proxy;

/// <summary>
/// The service proxy of one node: watches Services, EndpointSlices and its Node, and keeps the node's packet rules equal to
/// them. Ready when the rules for everything listed at the start are in effect. Stopping leaves the rules as they are, so that
/// Services go on working while the process is restarted.
/// </summary>
public sealed partial class ServiceProxy : IComponent
{
    private readonly InformerFactory _informers;
    private readonly ServiceProxyConfig _options;
    private readonly INetworkProgrammer? _programmer;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private readonly ILogger _logger;

    /// <param name="informers">Run by the caller.</param>
    /// <param name="options">The node and its ranges.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logs">Makes loggers.</param>
    /// <param name="programmer">Where rules go; null for nftables of this machine.</param>
    public ServiceProxy(InformerFactory informers, ServiceProxyConfig options, TimeProvider time, ILoggerFactory logs, INetworkProgrammer? programmer = null)
    {
        _informers = informers;
        _options = options;
        _programmer = programmer;
        _time = time;
        _logs = logs;
        _logger = logs.CreateLogger<ServiceProxy>();
    }

    public string Name => "service-proxy";

    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        LibNftables? library = null;
        try
        {
            var programmer = _programmer;
            IConntrack conntrack = new NoConntrack();
            if (programmer is null)
            {
                library = new LibNftables(_options.NetworkNamespace);
                programmer = new NftablesProgrammer(library, _options.Nftables, _options.Families);
                conntrack = new ConntrackTool(new ProcessRunner(_options.NetworkNamespace), _logs.CreateLogger<ConntrackTool>());
            }

            var proxier = new Proxier(programmer, conntrack, NodeFacts(null), _options.Proxier, _time, _logs.CreateLogger<Proxier>());
            await RunAsync(proxier, ready, cancellationToken);
        }
        finally
        {
            if (library is not null) await library.DisposeAsync();
        }
    }

    /// <summary>Removes the rules of a node that leaves the cluster; there need not be any.</summary>
    /// <exception cref="NetworkProgrammingException">The rules could not be removed.</exception>
    public static async Task RemoveRulesAsync(ServiceProxyConfig options, CancellationToken cancellationToken)
    {
        await using var library = new LibNftables(options.NetworkNamespace);
        await new NftablesProgrammer(library, options.Nftables, options.Families).RemoveAsync(cancellationToken);
    }

    private async Task RunAsync(Proxier proxier, Action ready, CancellationToken cancellationToken)
    {
        var services = _informers.For<Service>();
        var slices = _informers.For<EndpointSlice>();
        var nodes = _informers.For<Node>(fieldSelector: "metadata.name=" + _options.NodeName);
        using var onServices = services.AddHandler(ServiceHandler(proxier));
        using var onSlices = slices.AddHandler(SliceHandler(proxier));
        using var onNodes = nodes.AddHandler(new InformerHandler<Node>
        {
            Added = (node, _) => proxier.SetNode(NodeFacts(node)),
            Updated = (_, node) => proxier.SetNode(NodeFacts(node)),
        });
        await services.WaitForSyncAsync(cancellationToken);
        await slices.WaitForSyncAsync(cancellationToken);
        await nodes.WaitForSyncAsync(cancellationToken);

        using var checks = new HealthChecks(proxier, _time, _logs.CreateLogger<HealthChecks>());
        proxier.Synced += checks.Update;
        if (_options.HealthAddress is { } address) checks.Start(address);
        var run = proxier.RunAsync(cancellationToken);
        if (await Task.WhenAny(run, proxier.FirstSync) == proxier.FirstSync)
        {
            Log.Ready(_logger, services.Count);
            ready();
        }

        await run;
    }

    private InformerHandler<Service> ServiceHandler(Proxier proxier) => new()
    {
        Added = (service, _) => Set(proxier, service),
        Updated = (old, service) =>
        {
            if (old.Spec != service.Spec || old.Status != service.Status || old.Metadata.Labels != service.Metadata.Labels) Set(proxier, service);
        },
        Deleted = (service, _) => proxier.SetService(service.Metadata.Namespace, service.Metadata.Name, []),
    };

    private void Set(Proxier proxier, Service service) =>
        proxier.SetService(service.Metadata.Namespace, service.Metadata.Name, ProxyModel.FromService(service, _options.Families));

    private static InformerHandler<EndpointSlice> SliceHandler(Proxier proxier) => new()
    {
        Added = (slice, _) => Set(proxier, slice),
        Updated = (old, slice) =>
        {
            if (ProxyModel.ServiceOf(old) != ProxyModel.ServiceOf(slice)) Remove(proxier, old);
            else if (old.Endpoints == slice.Endpoints && old.Ports == slice.Ports) return;
            Set(proxier, slice);
        },
        Deleted = (slice, _) => Remove(proxier, slice),
    };

    private static void Set(Proxier proxier, EndpointSlice slice)
    {
        if (ProxyModel.FromSlice(slice) is { } endpoints) proxier.SetEndpointSlice(endpoints);
    }

    private static void Remove(Proxier proxier, EndpointSlice slice)
    {
        if (ProxyModel.ServiceOf(slice) is { } service) proxier.RemoveEndpointSlice(slice.Metadata.Namespace, service, slice.Metadata.Name);
    }

    private ProxyNode NodeFacts(Node? node)
    {
        var addresses = ImmutableArray.CreateBuilder<IPAddress>();
        if (_options.NodePortAddresses.Contains(ServiceProxyConfig.Primary) && node is not null)
        {
            foreach (var entry in node.Status.Addresses)
            {
                if (entry.Type is "InternalIP" or "ExternalIP" && IPAddress.TryParse(entry.Address, out var address)) addresses.Add(address);
            }
        }

        var ranges = _options.NodePortAddresses.Where(a => a != ServiceProxyConfig.Primary).Select(IPNetwork.Parse).ToArray();
        if (ranges.Length > 0)
        {
            addresses.AddRange(NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)
                .Where(a => ranges.Any(r => r.Contains(a))));
        }

        return new ProxyNode(_options.NodeName, node?.Metadata.Labels.Get(WellKnownLabels.Zone), addresses.ToImmutable());
    }

    /// <summary>Where rules are only recorded there are no connections either.</summary>
    private sealed class NoConntrack : IConntrack
    {
        public Task DeleteAsync(ImmutableArray<ConntrackFilter> filters, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The rules of {Services} Services are in effect")]
        public static partial void Ready(ILogger logger, int services);
    }
}
