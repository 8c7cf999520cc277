using System.Collections.Immutable;
using System.Net;
using Kubesharp.Network.Proxy.Conntrack;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Network.Proxy;

/// <summary>
/// Holds the wanted Services and endpoints, notes which Services changed, and brings the node to them in gathered
/// transactions. Knows nothing of the API: whoever watches it calls the Set methods, from any thread.
/// </summary>
internal sealed partial class Proxier(
    INetworkProgrammer programmer, IConntrack conntrack, ProxyNode node, ProxierOptions options, TimeProvider time, ILogger<Proxier> logger)
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly TaskCompletionSource _firstSync = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<ServiceName, ServiceState> _services = [];
    private readonly Dictionary<ServicePortKey, ServicePortRouting> _programmed = [];
    private readonly HashSet<ServiceName> _dirty = [];
    private ProxyNode _node = node;
    private bool _fullWanted = true;
    private long _transactions;

    /// <summary>Raised after every transaction with the service ports it changed; for health checks.</summary>
    public event Action<IReadOnlyDictionary<ServicePortKey, ServicePortRouting>>? Synced;

    /// <summary>Completes when the rules of everything known at the start are in effect.</summary>
    public Task FirstSync => _firstSync.Task;

    public long Transactions => Interlocked.Read(ref _transactions);

    /// <summary>The time of the last transaction, and whether changes have been waiting since.</summary>
    public DateTimeOffset LastSync { get; private set; } = time.GetUtcNow();

    /// <summary>When the oldest change that is not in effect arrived; null when everything is.</summary>
    public DateTimeOffset? PendingSince { get; private set; }

    /// <summary>Sets the ports of a Service; none removes it.</summary>
    public void SetService(string @namespace, string name, ImmutableArray<ProxyServicePort> ports)
    {
        var service = new ServiceName(@namespace, name);
        lock (_gate)
        {
            var state = State(service);
            state.Ports = ports;
            Changed(service, state);
        }
    }

    public void SetEndpointSlice(ProxyEndpointSlice slice)
    {
        var service = new ServiceName(slice.Namespace, slice.ServiceName);
        lock (_gate)
        {
            var state = State(service);
            state.Slices[slice.Name] = slice;
            Changed(service, state);
        }
    }

    public void RemoveEndpointSlice(string @namespace, string serviceName, string name)
    {
        var service = new ServiceName(@namespace, serviceName);
        lock (_gate)
        {
            var state = State(service);
            state.Slices.Remove(name);
            Changed(service, state);
        }
    }

    /// <summary>Takes over changed facts of this node; they touch every Service.</summary>
    public void SetNode(ProxyNode current)
    {
        lock (_gate)
        {
            if (_node == current) return;
            _node = current;
            _fullWanted = true;
            Signal();
        }
    }

    /// <summary>Programs the node until cancelled. Call it when the watches have delivered their first lists.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var retry = options.RetryPeriod;
        while (true)
        {
            var batch = TakeBatch();
            if (batch is not null)
            {
                try
                {
                    await ApplyAsync(batch, cancellationToken);
                    retry = options.RetryPeriod;
                    _firstSync.TrySetResult();
                }
                catch (NetworkProgrammingException e)
                {
                    Log.Refused(logger, batch.Transaction.IsFull, e);
                    lock (_gate) _fullWanted = true;
                    await Task.Delay(retry, time, cancellationToken);
                    retry = retry * 2 < options.MaxRetryPeriod ? retry * 2 : options.MaxRetryPeriod;
                    continue;
                }

                await Task.Delay(options.MinSyncPeriod, time, cancellationToken);
            }

            await _changed.WaitAsync(cancellationToken);
        }
    }

    private async Task ApplyAsync(Batch batch, CancellationToken cancellationToken)
    {
        await programmer.ApplyAsync(batch.Transaction, cancellationToken);
        var stale = StaleUdp(batch);
        lock (_gate)
        {
            if (batch.Transaction.IsFull) _programmed.Clear();
            foreach (var key in batch.Transaction.Removed) _programmed.Remove(key);
            foreach (var routing in batch.Transaction.Updated) _programmed[routing.Port.Key] = routing;
            LastSync = time.GetUtcNow();
            if (_dirty.Count == 0 && !_fullWanted) PendingSince = null;
        }

        Interlocked.Increment(ref _transactions);
        Synced?.Invoke(_programmed);
        if (!stale.IsEmpty) await conntrack.DeleteAsync(stale, cancellationToken);
    }

    /// <summary>Takes what changed; null when nothing did. Only RunAsync calls it, so what it reads of the programmed state stands.</summary>
    private Batch? TakeBatch()
    {
        lock (_gate)
        {
            var full = _fullWanted;
            if (!full && _dirty.Count == 0) return null;
            var updated = ImmutableArray.CreateBuilder<ServicePortRouting>();
            var removed = ImmutableArray.CreateBuilder<ServicePortKey>();
            foreach (var service in full ? (IEnumerable<ServiceName>)[.. _services.Keys.Union(_dirty)] : _dirty)
            {
                if (!_services.TryGetValue(service, out var state)) continue;
                var keys = new List<ServicePortKey>(state.Ports.Length);
                foreach (var port in state.Ports)
                {
                    updated.Add(EndpointSelection.Route(port, state.Endpoints(port.Key), _node.Name, _node.Zone));
                    keys.Add(port.Key);
                }

                if (!full)
                {
                    foreach (var key in state.ProgrammedKeys)
                    {
                        if (!keys.Contains(key)) removed.Add(key);
                    }
                }

                state.ProgrammedKeys = keys;
                if (state.IsEmpty) _services.Remove(service);
            }

            _dirty.Clear();
            _fullWanted = false;
            var transaction = new NetworkTransaction
            {
                IsFull = full,
                Updated = updated.DrainToImmutable(),
                Removed = removed.DrainToImmutable(),
                NodePortAddresses = _node.NodePortAddresses,
            };
            return new Batch(transaction);
        }
    }

    /// <summary>
    /// UDP has no end of connection: entries that lead to a removed endpoint, or that were made while there was none and so
    /// lead nowhere, would be used as long as the client keeps sending.
    /// </summary>
    private ImmutableArray<ConntrackFilter> StaleUdp(Batch batch)
    {
        var stale = ImmutableArray.CreateBuilder<ConntrackFilter>();
        foreach (var routing in batch.Transaction.Updated)
        {
            if (routing.Port.Key.Protocol != ProxyProtocol.Udp || !_programmed.TryGetValue(routing.Port.Key, out var old)) continue;
            var current = Addresses(routing);
            var before = Addresses(old);
            foreach (var address in before)
            {
                if (!current.Contains(address)) AddFilters(stale, old.Port, address);
            }

            if (before.Count == 0 && current.Count > 0) AddFilters(stale, routing.Port, null);
        }

        foreach (var key in batch.Transaction.Removed)
        {
            if (key.Protocol != ProxyProtocol.Udp || !_programmed.TryGetValue(key, out var old)) continue;
            foreach (var address in Addresses(old)) AddFilters(stale, old.Port, address);
        }

        return stale.DrainToImmutable();
    }

    private static HashSet<IPAddress> Addresses(ServicePortRouting routing)
    {
        var addresses = new HashSet<IPAddress>();
        foreach (var endpoint in routing.ClusterEndpoints) addresses.Add(endpoint.Address);
        foreach (var endpoint in routing.LocalEndpoints) addresses.Add(endpoint.Address);
        return addresses;
    }

    private static void AddFilters(ImmutableArray<ConntrackFilter>.Builder stale, ProxyServicePort port, IPAddress? endpoint)
    {
        stale.Add(new ConntrackFilter(port.ClusterIP, port.Port, endpoint));
        foreach (var address in port.ExternalIPs) stale.Add(new ConntrackFilter(address, port.Port, endpoint));
        foreach (var address in port.LoadBalancerIPs) stale.Add(new ConntrackFilter(address, port.Port, endpoint));
        if (port.NodePort != 0) stale.Add(new ConntrackFilter(null, port.NodePort, endpoint));
    }

    private ServiceState State(ServiceName service)
    {
        if (!_services.TryGetValue(service, out var state)) _services[service] = state = new ServiceState();
        return state;
    }

    private void Changed(ServiceName service, ServiceState state)
    {
        if (state.IsEmpty && state.ProgrammedKeys.Count == 0)
        {
            _services.Remove(service);
            _dirty.Remove(service);
            return;
        }

        // Slices of Services that are not proxied (headless) only wait for the Service to change.
        if (state.Ports.IsEmpty && state.ProgrammedKeys.Count == 0) return;
        _dirty.Add(service);
        Signal();
    }

    private void Signal()
    {
        PendingSince ??= time.GetUtcNow();
        if (_changed.CurrentCount == 0) _changed.Release();
    }

    private readonly record struct ServiceName(string Namespace, string Name);

    private sealed record Batch(NetworkTransaction Transaction);

    private sealed class ServiceState
    {
        public ImmutableArray<ProxyServicePort> Ports { get; set; } = [];

        public Dictionary<string, ProxyEndpointSlice> Slices { get; } = [];

        public IReadOnlyList<ServicePortKey> ProgrammedKeys { get; set; } = [];

        public bool IsEmpty => Ports.IsEmpty && Slices.Count == 0;

        public ImmutableArray<ProxyEndpoint> Endpoints(ServicePortKey key)
        {
            var endpoints = ImmutableArray.CreateBuilder<ProxyEndpoint>();
            var seen = new HashSet<(IPAddress, int)>();
            foreach (var slice in Slices.Values)
            {
                foreach (var port in slice.Ports)
                {
                    if (port.Name != key.PortName || port.Protocol != key.Protocol) continue;
                    foreach (var endpoint in port.Endpoints)
                    {
                        if (endpoint.Address.AddressFamily == key.Family && seen.Add((endpoint.Address, endpoint.Port))) endpoints.Add(endpoint);
                    }
                }
            }

            return endpoints.DrainToImmutable();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The node refused a change of the service rules (full: {Full}); everything is written again")]
        public static partial void Refused(ILogger logger, bool full, Exception exception);
    }
}
