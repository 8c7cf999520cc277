using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Kubesharp.Network.Dns.Wire;

namespace Kubesharp.Network.Dns.Zone;

/// <summary>
/// Every name the zone has, updated Service by Service. Queries read without locks: each looks at one Service's records,
/// which change by replacing one reference. Updates come from one thread at a time.
/// </summary>
internal sealed class ZoneIndex(string zone)
{
    private readonly ConcurrentDictionary<string, ServiceRecords> _services = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _namespaces = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<IPAddress, ImmutableArray<byte[]>> _serviceAddresses = new();
    private readonly ConcurrentDictionary<IPAddress, ImmutableArray<byte[]>> _endpointAddresses = new();
    private readonly Dictionary<string, State> _states = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public string Zone => zone;

    /// <summary>Sets or, with null, removes a Service.</summary>
    public void SetService(string @namespace, string name, DnsServiceConfig? service)
    {
        lock (_gate)
        {
            var state = Get(@namespace, name);
            if (service is not null && state.Service is null) _namespaces.AddOrUpdate(@namespace, 1, (_, n) => n + 1);
            if (service is null && state.Service is not null && _namespaces.AddOrUpdate(@namespace, 0, (_, n) => n - 1) == 0) _namespaces.TryRemove(@namespace, out _);
            state.Service = service;
            Rebuild(@namespace, name, state);
        }
    }

    /// <summary>Sets or, with none, removes the ready endpoints an EndpointSlice gives to a Service.</summary>
    public void SetEndpoints(string @namespace, string service, string slice, ImmutableArray<DnsEndpointConfig> endpoints)
    {
        lock (_gate)
        {
            var state = Get(@namespace, service);
            if (endpoints.IsEmpty) state.Slices.Remove(slice);
            else state.Slices[slice] = endpoints;
            Rebuild(@namespace, service, state);
        }
    }

    public bool TryGet(ReadOnlySpan<char> key, out ServiceRecords? records) =>
        _services.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out records);

    public bool HasNamespace(ReadOnlySpan<char> name) => _namespaces.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(name);

    /// <summary>Names of an address, in wire form: of the Service that has it as cluster IP, or else of endpoints.</summary>
    public ImmutableArray<byte[]> NamesOf(IPAddress address) =>
        _serviceAddresses.TryGetValue(address, out var names) || _endpointAddresses.TryGetValue(address, out names) ? names : [];

    private State Get(string @namespace, string name)
    {
        var key = $"{@namespace}/{name}";
        if (!_states.TryGetValue(key, out var state)) _states[key] = state = new State();
        return state;
    }

    private void Rebuild(string @namespace, string name, State state)
    {
        var key = $"{@namespace}/{name}";
        if (state.Service is null && state.Slices.Count == 0) _states.Remove(key);
        var old = state.Records;
        var current = state.Service is null ? null : ServiceRecords.Build(state.Service, Merge(state.Slices.Values), zone);
        state.Records = current;
        if (current is null) _services.TryRemove(key, out _);
        else _services[key] = current;

        var oldIPs = state.ClusterIPs;
        state.ClusterIPs = state.Service?.ClusterIPs ?? [];
        foreach (var address in oldIPs.Except(state.ClusterIPs)) RemoveName(_serviceAddresses, address, old!.Name);
        foreach (var address in state.ClusterIPs.Except(oldIPs)) AddName(_serviceAddresses, address, current!.Name);

        var before = old?.Endpoints.Select(e => (e.Address, e.Label)).ToHashSet() ?? [];
        foreach (var endpoint in current?.Endpoints ?? [])
        {
            if (!before.Remove((endpoint.Address, endpoint.Label))) AddName(_endpointAddresses, endpoint.Address, endpoint.Name);
        }

        foreach (var endpoint in old?.Endpoints ?? [])
        {
            if (before.Contains((endpoint.Address, endpoint.Label))) RemoveName(_endpointAddresses, endpoint.Address, endpoint.Name);
        }
    }

    /// <summary>Endpoints of several slices; an address that two slices have counts once, with the ports of both.</summary>
    private static IEnumerable<DnsEndpointConfig> Merge(IEnumerable<ImmutableArray<DnsEndpointConfig>> slices)
    {
        var merged = new Dictionary<(IPAddress, string?), DnsEndpointConfig>();
        foreach (var slice in slices)
        {
            foreach (var endpoint in slice)
            {
                var key = (endpoint.Address, endpoint.Hostname);
                merged[key] = merged.TryGetValue(key, out var first) ? first with { Ports = [.. first.Ports.Union(endpoint.Ports)] } : endpoint;
            }
        }

        return merged.Values;
    }

    private static void AddName(ConcurrentDictionary<IPAddress, ImmutableArray<byte[]>> names, IPAddress address, byte[] name) =>
        names[address] = names.GetValueOrDefault(address, []).Add(name);

    private static void RemoveName(ConcurrentDictionary<IPAddress, ImmutableArray<byte[]>> names, IPAddress address, byte[] name)
    {
        var rest = names.GetValueOrDefault(address, []).RemoveAll(n => n.AsSpan().SequenceEqual(name));
        if (rest.IsEmpty) names.TryRemove(address, out _);
        else names[address] = rest;
    }

    private sealed class State
    {
        public DnsServiceConfig? Service { get; set; }

        public Dictionary<string, ImmutableArray<DnsEndpointConfig>> Slices { get; } = [];

        public ServiceRecords? Records { get; set; }

        public ImmutableArray<IPAddress> ClusterIPs { get; set; } = [];
    }
}
