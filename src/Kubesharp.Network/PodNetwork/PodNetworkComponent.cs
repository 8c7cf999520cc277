using System.Collections.Immutable;
using System.Net;
using Kubesharp.Api.Core.V1;
using Kubesharp.Client;
using Kubesharp.Network.Proxy;
using Kubesharp.Network.Proxy.Nftables;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Network.PodNetwork;

/// <summary>
/// The pod network of one node: waits for the node's pod ranges, configures the machine and the runtime for them, and keeps routes to
/// the other nodes' pods through the nodes' own addresses. Ready when the runtime has its configuration, which takes until the Node
/// exists and has been given a range; nothing that the Node's existence depends on may wait for it.
/// </summary>
public sealed partial class PodNetworkComponent(InformerFactory informers, PodNetworkOptions options, TimeProvider time, ILoggerFactory logs) : IComponent
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(100);
    private readonly ILogger _logger = logs.CreateLogger<PodNetworkComponent>();
    private readonly SemaphoreSlim _changed = new(0, 1);

    public string Name => "pod-network";

    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        await using var nftables = new LibNftables(options.NetworkNamespace);
        var network = new NodeNetwork(options, new ProcessRunner(options.NetworkNamespace), nftables, logs.CreateLogger<NodeNetwork>());
        var nodes = informers.For<Node>();
        using var onNodes = nodes.AddHandler(new InformerHandler<Node>
        {
            Added = (_, _) => Signal(),
            Updated = (old, node) =>
            {
                if (old.Spec != node.Spec || old.Status.Addresses != node.Status.Addresses) Signal();
            },
            Deleted = (_, _) => Signal(),
        });
        await nodes.WaitForSyncAsync(cancellationToken);
        ImmutableArray<IPNetwork> configured = [];
        var retry = FirstRetry;
        while (true)
        {
            await _changed.WaitAsync(cancellationToken);
            try
            {
                var own = nodes.Get("", options.NodeName) is { } node ? NodeRanges.Of(node) : [];
                if (!own.IsEmpty && !own.SequenceEqual(configured))
                {
                    await network.ConfigureAsync(own, cancellationToken);
                    if (configured.IsEmpty) ready();
                    configured = own;
                }

                if (!configured.IsEmpty) await network.SetRoutesAsync(Routes(nodes.List()), cancellationToken);
                retry = FirstRetry;
            }
            catch (Exception e) when (e is NetworkProgrammingException or IOException or UnauthorizedAccessException)
            {
                Log.Failed(_logger, e);
                await Task.Delay(retry, time, cancellationToken);
                retry = retry * 2 < MaxRetry ? retry * 2 : MaxRetry;
                Signal();
            }

            await Task.Delay(GatherTime, time, cancellationToken);
        }
    }

    /// <summary>
    /// Takes the pod network off a machine that leaves the cluster and has no pods any more: rules, routes, bridge, the runtime's
    /// configuration and the notes of given addresses. What is not there is passed over.
    /// </summary>
    /// <exception cref="NetworkProgrammingException">The rules could not be removed.</exception>
    public static async Task RemoveAsync(PodNetworkOptions options, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        await using var nftables = new LibNftables(options.NetworkNamespace);
        await new NodeNetwork(options, new ProcessRunner(options.NetworkNamespace), nftables, logs.CreateLogger<NodeNetwork>()).RemoveAsync(cancellationToken);
    }

    private void Signal()
    {
        lock (_changed)
        {
            if (_changed.CurrentCount == 0) _changed.Release();
        }
    }

    /// <summary>Pod ranges of the other nodes by way of the nodes' internal addresses of the same family.</summary>
    private ImmutableDictionary<IPNetwork, IPAddress> Routes(IEnumerable<Node> nodes)
    {
        var routes = ImmutableDictionary.CreateBuilder<IPNetwork, IPAddress>();
        foreach (var node in nodes)
        {
            if (node.Metadata.Name == options.NodeName) continue;
            foreach (var range in NodeRanges.Of(node))
            {
                if (InternalIP(node, range) is { } via) routes[range] = via;
            }
        }

        return routes.ToImmutable();
    }

    private static IPAddress? InternalIP(Node node, IPNetwork range)
    {
        foreach (var entry in node.Status.Addresses)
        {
            if (entry.Type == "InternalIP" && IPAddress.TryParse(entry.Address, out var address) && address.AddressFamily == range.BaseAddress.AddressFamily) return address;
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Configuring the pod network failed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
