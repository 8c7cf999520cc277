using System.Net;
using Kubesharp.Network.Proxy;
using Kubesharp.Network.Proxy.Conntrack;
using Kubesharp.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using static Kubesharp.Network.Tests.Proxy.ProxyTestData;

namespace Kubesharp.Network.Tests.Proxy;

public sealed class ProxierTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingProgrammer _programmer = new();
    private readonly RecordingConntrack _conntrack = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Proxier _proxier;
    private Task _run = Task.CompletedTask;

    public ProxierTests() => _proxier = new Proxier(
        _programmer, _conntrack, new ProxyNode(Node, null, []), new ProxierOptions(), _time, NullLogger<Proxier>.Instance);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _run);
        _stop.Dispose();
    }

    [Fact]
    public async Task Run_AtStart_StatesEverythingInOneFullTransaction()
    {
        _proxier.SetService("default", "web", [Port("web", "10.96.1.1", 80)]);
        _proxier.SetEndpointSlice(Slice("web", Endpoint("10.244.0.2", 8080)));
        _proxier.SetEndpointSlice(Slice("orphan", Endpoint("10.244.0.3", 8080)));
        var first = await StartAsync();
        Assert.True(first.IsFull);
        Assert.Equal("10.244.0.2", Assert.Single(Assert.Single(first.Updated).ClusterEndpoints).Address.ToString());
        await _proxier.FirstSync;
        Assert.Null(_proxier.PendingSince);
    }

    [Fact]
    public async Task Set_WithinTheMinimumPeriod_IsGatheredIntoOneTransaction()
    {
        await StartAsync();
        await _proxier.FirstSync;
        _proxier.SetService("default", "web", [Port("web", "10.96.1.1", 80)]);
        _proxier.SetEndpointSlice(Slice("web", Endpoint("10.244.0.2", 8080)));
        _proxier.SetService("default", "api", [Port("api", "10.96.1.2", 80)]);
        Assert.True(_programmer.HasNone);
        Assert.NotNull(_proxier.PendingSince);
        var next = await NextAsync();
        Assert.False(next.IsFull);
        Assert.Equal(["api", "web"], next.Updated.Select(r => r.Port.Key.Name).Order());
    }

    [Fact]
    public async Task SetEndpointSlice_OneOfManyServices_NamesOnlyThatOne()
    {
        for (var i = 0; i < 50; i++) _proxier.SetService("default", $"s{i}", [Port($"s{i}", $"10.96.1.{i + 1}", 80)]);
        await StartAsync();
        await _proxier.FirstSync;
        _proxier.SetEndpointSlice(Slice("s7", "a", ProxyProtocol.Tcp, Endpoint("10.244.0.2", 80)));
        _proxier.SetEndpointSlice(Slice("s7", "b", ProxyProtocol.Tcp, Endpoint("10.244.0.2", 80), Endpoint("10.244.0.3", 80)));
        var routing = Assert.Single((await NextAsync()).Updated);
        Assert.Equal("s7", routing.Port.Key.Name);
        Assert.Equal(2, routing.ClusterEndpoints.Length);
    }

    [Fact]
    public async Task SetService_PortGone_IsRemoved()
    {
        var http = Port("web", "10.96.1.1", 80);
        var https = http with { Key = http.Key with { PortName = "https" }, Port = 443 };
        _proxier.SetService("default", "web", [http, https]);
        await StartAsync();
        await _proxier.FirstSync;
        _proxier.SetService("default", "web", [http]);
        Assert.Equal(https.Key, Assert.Single((await NextAsync()).Removed));
        _proxier.SetService("default", "web", []);
        Assert.Equal(http.Key, Assert.Single((await NextAsync()).Removed));
    }

    [Fact]
    public async Task Run_RefusedTransaction_IsFollowedByAFullOne()
    {
        await StartAsync();
        await _proxier.FirstSync;
        _programmer.Refuse = true;
        _proxier.SetService("default", "web", [Port("web", "10.96.1.1", 80)]);
        Assert.False((await NextAsync()).IsFull);
        _programmer.Refuse = false;
        var full = await NextAsync();
        Assert.True(full.IsFull);
        Assert.Single(full.Updated);
    }

    [Fact]
    public async Task SetNode_OtherAddresses_StatesEverythingAgain()
    {
        await StartAsync();
        _proxier.SetNode(new ProxyNode(Node, null, [IPAddress.Parse("172.31.0.1")]));
        var full = await NextAsync();
        Assert.True(full.IsFull);
        Assert.Equal("172.31.0.1", Assert.Single(full.NodePortAddresses).ToString());
    }

    [Fact]
    public async Task UdpEndpoint_Gone_ForgetsItsConnections()
    {
        var dns = Port("dns", "10.96.0.10", 53, ProxyProtocol.Udp) with { NodePort = 30053 };
        _proxier.SetService("default", "dns", [dns]);
        _proxier.SetEndpointSlice(Slice("dns", "dns-1", ProxyProtocol.Udp, Endpoint("10.244.0.2", 53), Endpoint("10.244.0.3", 53)));
        await StartAsync();
        await _proxier.FirstSync;
        _proxier.SetEndpointSlice(Slice("dns", "dns-1", ProxyProtocol.Udp, Endpoint("10.244.0.3", 53)));
        await NextAsync();
        var gone = IPAddress.Parse("10.244.0.2");
        Assert.Equal<ConntrackFilter>([new(dns.ClusterIP, 53, gone), new(null, 30053, gone)], await _conntrack.NextAsync());
    }

    [Fact]
    public async Task UdpEndpoint_FirstOne_ForgetsConnectionsThatLedNowhere()
    {
        var dns = Port("dns", "10.96.0.10", 53, ProxyProtocol.Udp);
        _proxier.SetService("default", "dns", [dns]);
        await StartAsync();
        await _proxier.FirstSync;
        _proxier.SetEndpointSlice(Slice("dns", "dns-1", ProxyProtocol.Udp, Endpoint("10.244.0.2", 53)));
        await NextAsync();
        Assert.Equal<ConntrackFilter>([new(dns.ClusterIP, 53, null)], await _conntrack.NextAsync());
    }

    private async Task<NetworkTransaction> StartAsync()
    {
        _run = _proxier.RunAsync(_stop.Token);
        return await _programmer.NextAsync();
    }

    /// <summary>Lets the clock run on until the next transaction arrives.</summary>
    private async Task<NetworkTransaction> NextAsync()
    {
        var next = _programmer.NextAsync().AsTask();
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await next;
    }
}
