using System.Globalization;
using Kubesharp.Network.Proxy;
using Kubesharp.Network.Proxy.Nftables;
using static Kubesharp.Network.Tests.Proxy.ProxyTestData;

namespace Kubesharp.Network.Tests.Proxy;

public sealed class NftablesProgrammerTests
{
    private readonly RecordingNftables _nftables = new();
    private readonly NftablesProgrammer _programmer;

    public NftablesProgrammerTests() => _programmer = new NftablesProgrammer(_nftables, new NftablesOptions(), IPv4);

    [Fact]
    public async Task Apply_ChangeOfOneServiceAmongMany_WritesOnlyItsOwnElements()
    {
        var routings = Enumerable.Range(0, 500).Select(i => Many(i, $"10.244.{i / 250}.{i % 250}")).ToArray();
        await _programmer.ApplyAsync(Full(routings), default);
        await _programmer.ApplyAsync(Update(Many(7, "10.244.9.9")), default);
        var script = _nftables.Scripts[1];
        Assert.Equal(
            """
            delete element ip kubesharp endpoints-tcp { 10.96.0.7 . 80 . 0 : 10.244.0.7 . 80 }
            delete element ip kubesharp hairpin-connections { 10.244.0.7 . 10.244.0.7 }
            add element ip kubesharp hairpin-connections { 10.244.9.9 . 10.244.9.9 }
            add element ip kubesharp endpoints-tcp { 10.96.0.7 . 80 . 0 : 10.244.9.9 . 80 }

            """,
            script);

        static ServicePortRouting Many(int i, string address) =>
            Routing(Port($"s{i}", string.Create(CultureInfo.InvariantCulture, $"10.96.{i / 250}.{i % 250}"), 80), Endpoint(address, 80));
    }

    [Fact]
    public async Task Apply_OneOfManyEndpointsGoes_TheOthersKeepTheirNumbers()
    {
        var endpoints = Enumerable.Range(1, 200).Select(i => Endpoint($"10.244.0.{i}", 80, "node-b")).ToArray();
        var port = Port("web", "10.96.1.1", 80);
        await _programmer.ApplyAsync(Full(Routing(port, endpoints)), default);
        await _programmer.ApplyAsync(Update(Routing(port, [.. endpoints[..50], .. endpoints[51..]])), default);
        var changed = _nftables.Scripts[1].Split('\n').Where(l => l.Contains("element ip kubesharp endpoints-tcp", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, changed.Length);
        Assert.Equal(2, changed[0].Count(c => c == ':'));
        Assert.Equal("add element ip kubesharp endpoints-tcp { 10.96.1.1 . 80 . 50 : 10.244.0.200 . 80 }", changed[1]);
    }

    [Fact]
    public async Task Apply_SecondServiceWithAsManyEndpoints_SharesTheChain()
    {
        await _programmer.ApplyAsync(Full(Routing(Port("a", "10.96.1.1", 80), Endpoint("10.244.0.2", 80))), default);
        await _programmer.ApplyAsync(Update(Routing(Port("b", "10.96.1.2", 80), Endpoint("10.244.0.3", 80))), default);
        Assert.DoesNotContain("chain", _nftables.Scripts[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_NothingDifferent_RunsNothing()
    {
        var routing = Routing(Port("web", "10.96.1.1", 80), Endpoint("10.244.0.2", 80));
        await _programmer.ApplyAsync(Full(routing), default);
        await _programmer.ApplyAsync(Update(routing), default);
        Assert.Single(_nftables.Scripts);
    }

    [Fact]
    public async Task Apply_IncrementalBeforeFull_IsRefused() =>
        await Assert.ThrowsAsync<NetworkProgrammingException>(() => _programmer.ApplyAsync(Update(), default));

    [Fact]
    public async Task Apply_AfterRefusal_WantsFull()
    {
        await _programmer.ApplyAsync(Full(), default);
        _nftables.Refuse = true;
        var routing = Routing(Port("web", "10.96.1.1", 80));
        await Assert.ThrowsAsync<NetworkProgrammingException>(() => _programmer.ApplyAsync(Update(routing), default));
        _nftables.Refuse = false;
        await Assert.ThrowsAsync<NetworkProgrammingException>(() => _programmer.ApplyAsync(Update(routing), default));
        await _programmer.ApplyAsync(Full(routing), default);
    }

    [Fact]
    public async Task Apply_LongNames_StayWithinTheKernelsLimit()
    {
        var name = new string('x', 63);
        var port = Port(name, "10.96.1.1", 80) with { SessionAffinityTimeout = TimeSpan.FromHours(3) };
        await _programmer.ApplyAsync(Full(Routing(port with { Key = port.Key with { Namespace = name } }, Endpoint("10.244.0.2", 80))), default);
        var longest = _nftables.Scripts[0].Split(' ', '\n').Where(w => w.Contains("xxx", StringComparison.Ordinal)).Max(w => w.Length);
        Assert.InRange(longest, 60, 127);
    }
}
