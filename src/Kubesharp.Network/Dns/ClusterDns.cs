using System.Collections.Immutable;
using System.Net;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Client;
using Kubesharp.Network.Dns.Forwarding;
using Kubesharp.Network.Dns.Zone;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Network.Dns;

/// <summary>
/// The cluster's name server: watches Services and EndpointSlices and answers for them, and asks the machine's name servers about
/// everything else. Pods reach it through the Service kube-system/kube-dns like any other endpoint. Ready when it answers for
/// everything listed at the start; the Service may appear a little later.
/// </summary>
public sealed partial class ClusterDns(InformerFactory informers, ClusterDnsOptions options, TimeProvider time, ILoggerFactory logs) : IComponent
{
    private const int DnsPort = 53;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxRetry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(30);
    private readonly ILogger _logger = logs.CreateLogger<ClusterDns>();

    public string Name => "cluster-dns";

    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be listened at.</exception>
    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        var index = new ZoneIndex(options.ClusterDomain);
        var services = informers.For<Service>();
        var slices = informers.For<EndpointSlice>();
        using var onServices = services.AddHandler(ServiceHandler(index));
        using var onSlices = slices.AddHandler(SliceHandler(index));
        await services.WaitForSyncAsync(cancellationToken);
        await slices.WaitForSyncAsync(cancellationToken);

        ImmutableArray<IPEndPoint> own = [options.Listen, new IPEndPoint(options.ServiceIP, DnsPort)];
        var upstream = new UpstreamServers(options.ResolvConf, own, time, logs.CreateLogger<UpstreamServers>());
        var forwarder = new Forwarder(() => upstream.Current, new UpstreamExchange(), time, logs.CreateLogger<Forwarder>());
        var handler = new DnsHandler(new ClusterZone(index, options.ServiceIP, options.Ttl, time), forwarder);
        await using var server = new DnsServer(options.Listen, handler, time, logs.CreateLogger<DnsServer>());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tasks = new List<Task> { server.RunAsync(stop.Token) };
        if (options.PublishService) tasks.Add(PublishAsync(new IPEndPoint(options.Advertise ?? server.Address.Address, server.Address.Port), stop.Token));
        Log.Listening(_logger, server.Address);
        ready();
        try
        {
            await await Task.WhenAny(tasks);
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    /// <summary>Makes the Service and looks after it: somebody may delete it, and its namespace may come later than we do.</summary>
    private async Task PublishAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var publisher = new DnsServicePublisher(informers.Client, options, address, logs.CreateLogger<DnsServicePublisher>());
        var retry = FirstRetry;
        while (true)
        {
            try
            {
                await publisher.PublishAsync(cancellationToken);
                retry = FirstRetry;
                await Task.Delay(Recheck, time, cancellationToken);
            }
            catch (Exception e) when (e is StatusException or HttpRequestException or IOException)
            {
                Log.NotPublished(_logger, e.Message);
                await Task.Delay(retry, time, cancellationToken);
                retry = retry * 2 < MaxRetry ? retry * 2 : MaxRetry;
            }
        }
    }

    private static InformerHandler<Service> ServiceHandler(ZoneIndex index) => new()
    {
        Added = (service, _) => index.SetService(service.Metadata.Namespace, service.Metadata.Name, DnsModel.FromService(service)),
        Updated = (old, service) =>
        {
            if (old.Spec != service.Spec) index.SetService(service.Metadata.Namespace, service.Metadata.Name, DnsModel.FromService(service));
        },
        Deleted = (service, _) => index.SetService(service.Metadata.Namespace, service.Metadata.Name, null),
    };

    private static InformerHandler<EndpointSlice> SliceHandler(ZoneIndex index) => new()
    {
        Added = (slice, _) => Set(index, slice, DnsModel.FromSlice(slice)),
        Updated = (old, slice) =>
        {
            if (old.Metadata.Labels != slice.Metadata.Labels) Set(index, old, []);
            else if (old.Endpoints == slice.Endpoints && old.Ports == slice.Ports) return;
            Set(index, slice, DnsModel.FromSlice(slice));
        },
        Deleted = (slice, _) => Set(index, slice, []),
    };

    private static void Set(ZoneIndex index, EndpointSlice slice, ImmutableArray<DnsEndpointConfig> endpoints)
    {
        if (slice.Metadata.Labels.Get(WellKnownLabels.ServiceName) is { } service) index.SetEndpoints(slice.Metadata.Namespace, service, slice.Metadata.Name, endpoints);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Cluster DNS listens at {Address}")]
        public static partial void Listening(ILogger logger, IPEndPoint address);

        [LoggerMessage(2, LogLevel.Warning, "The DNS Service could not be published yet: {Error}")]
        public static partial void NotPublished(ILogger logger, string error);
    }
}
