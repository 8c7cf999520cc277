using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kubesharp.Network.Proxy;
using Kubesharp.Network.Proxy.Nftables;
using Kubesharp.Network.Tests.Namespaces;
using static Kubesharp.Network.Tests.Proxy.ProxyTestData;

namespace Kubesharp.Network.Tests.Proxy;

/// <summary>The rules in a real kernel: a node, pods and an outside machine in network namespaces.</summary>
public sealed class KernelTests : IAsyncLifetime
{
    private const string VIP = "10.96.1.1";
    private NodeBed _bed = null!;
    private LibNftables _nftables = null!;
    private NftablesProgrammer _programmer = null!;

    public Task InitializeAsync()
    {
        if (NetworkNamespace.Unavailable is not null) return Task.CompletedTask;
        _bed = new NodeBed();
        _nftables = new LibNftables(_bed.Node.Path);
        var options = new NftablesOptions { ClusterCidrs = [IPNetwork.Parse("10.244.0.0/16")], ServiceCidrs = [IPNetwork.Parse("10.96.0.0/16")] };
        _programmer = new NftablesProgrammer(_nftables, options, IPv4);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (_nftables is not null) await _nftables.DisposeAsync();
        _bed?.Dispose();
    }

    [SkippableFact]
    public async Task ClusterIP_ThreeEndpoints_AllAnswerPodsAndTheNode()
    {
        SkipUnlessRoot();
        var pods = AddPods(3);
        await ApplyFullAsync(Routing(Port("web", VIP, 80), [.. pods.Select(p => Endpoint(p.Address.ToString(), 8080))]));
        var client = _bed.AddPod();

        // The chance that one of three is never chosen in 100 tries is below 1e-17.
        var answers = Caller.TcpMany(client.Namespace, VIP, 80, 100);
        Assert.Equal(["p0", "p1", "p2"], answers.Select(a => a.Split(' ')[0]).Distinct().Order());
        Assert.All(answers, a => Assert.EndsWith(" " + client.Address, a));

        // From the node the source is an address of the node, masqueraded to the bridge's.
        Assert.Equal(3, Caller.TcpMany(_bed.Node, VIP, 80, 100).Select(a => a.Split(' ')[0]).Distinct().Count());

        // A pod that reaches itself through the service.
        Assert.Contains("p0", Caller.TcpMany(pods[0].Namespace, VIP, 80, 100).Select(a => a.Split(' ')[0]));
    }

    [SkippableFact]
    public async Task NodePort_FromOutside_AnswersMasquerade()
    {
        SkipUnlessRoot();
        var pod = AddPods(1)[0];
        var port = Port("web", VIP, 80) with { NodePort = 30080, ExternalIPs = [IPAddress.Parse("198.51.100.7")] };
        await ApplyFullAsync(Routing(port, Endpoint(pod.Address.ToString(), 8080)));
        Assert.Equal("p0 10.244.0.1", Caller.Tcp(_bed.Outside, NodeBed.NodeIP, 30080));
        Assert.Equal("p0 10.244.0.1", Caller.Tcp(_bed.Outside, "198.51.100.7", 80));
        Assert.StartsWith("p0 ", Caller.Tcp(_bed.Node, NodeBed.NodeIP, 30080));
        Assert.StartsWith("p0 ", Caller.Tcp(_bed.AddPod().Namespace, NodeBed.NodeIP, 30080));
        Assert.Equal(SocketError.ConnectionRefused, Caller.TcpError(_bed.Outside, NodeBed.NodeIP, 30081));
    }

    [SkippableFact]
    public async Task ExternalTrafficPolicyLocal_KeepsTheClientAddress()
    {
        SkipUnlessRoot();
        var pod = AddPods(1)[0];
        var port = Port("web", VIP, 80) with { NodePort = 30080, ExternalTrafficLocal = true };
        var local = Endpoint(pod.Address.ToString(), 8080);
        await ApplyFullAsync(Routing(port, local));
        Assert.Equal("p0 " + NodeBed.OutsideIP, Caller.Tcp(_bed.Outside, NodeBed.NodeIP, 30080));

        // The same endpoint on another node: outside clients are dropped here, pods are led to it.
        await _programmer.ApplyAsync(Update(Routing(port, local with { NodeName = "node-b" })), default);
        Assert.Equal(SocketError.TimedOut, Caller.TcpError(_bed.Outside, NodeBed.NodeIP, 30080, 300));
        Assert.StartsWith("p0 ", Caller.Tcp(_bed.AddPod().Namespace, NodeBed.NodeIP, 30080));
    }

    [SkippableFact]
    public async Task LoadBalancerSourceRanges_LetOnlyThoseIn()
    {
        SkipUnlessRoot();
        var pod = AddPods(1)[0];
        var port = Port("web", VIP, 80) with { LoadBalancerIPs = [IPAddress.Parse("198.51.100.9")], LoadBalancerSourceRanges = [IPNetwork.Parse("203.0.113.0/24")] };
        var endpoint = Endpoint(pod.Address.ToString(), 8080);
        await ApplyFullAsync(Routing(port, endpoint));
        Assert.Equal(SocketError.TimedOut, Caller.TcpError(_bed.Outside, "198.51.100.9", 80, 300));
        await _programmer.ApplyAsync(Update(Routing(port with { LoadBalancerSourceRanges = [IPNetwork.Parse("172.31.0.0/24")] }, endpoint)), default);
        Assert.StartsWith("p0 ", Caller.Tcp(_bed.Outside, "198.51.100.9", 80));
    }

    [SkippableFact]
    public async Task NoEndpoints_TcpAndUdp_AreRefusedAtOnce()
    {
        SkipUnlessRoot();
        var client = _bed.AddPod();
        await ApplyFullAsync(
            Routing(Port("web", VIP, 80) with { NodePort = 30080 }), Routing(Port("dns", VIP, 53, ProxyProtocol.Udp)));
        Assert.Equal(SocketError.ConnectionRefused, Caller.TcpError(client.Namespace, VIP, 80));
        Assert.Equal(SocketError.ConnectionRefused, Caller.TcpError(_bed.Node, VIP, 80));
        Assert.Equal(SocketError.ConnectionRefused, Caller.TcpError(_bed.Outside, NodeBed.NodeIP, 30080));

        // A port that the Service does not have, and an address that no Service has.
        Assert.Equal(SocketError.ConnectionRefused, Caller.TcpError(client.Namespace, VIP, 81));
        Assert.Equal(SocketError.TimedOut, Caller.TcpError(client.Namespace, "10.96.77.77", 80, 300));
        using var udp = Caller.Udp(client.Namespace, VIP, 53);
        Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => Caller.Ask(udp)).SocketErrorCode);
    }

    [SkippableFact]
    public async Task InternalTrafficPolicyLocalWithoutLocal_IsDropped()
    {
        SkipUnlessRoot();
        var client = _bed.AddPod();
        var port = Port("web", VIP, 80) with { InternalTrafficLocal = true };
        await ApplyFullAsync(Routing(port, Endpoint("10.244.1.2", 8080, "node-b")));
        Assert.Equal(SocketError.TimedOut, Caller.TcpError(client.Namespace, VIP, 80, 300));
    }

    [SkippableFact]
    public async Task SessionAffinity_OneClient_StaysUntilItsEndpointGoes()
    {
        SkipUnlessRoot();
        var pods = AddPods(3);
        var client = _bed.AddPod();
        var port = Port("web", VIP, 80) with { SessionAffinityTimeout = TimeSpan.FromHours(3), NodePort = 30080 };
        var endpoints = pods.Select(p => Endpoint(p.Address.ToString(), 8080)).ToArray();
        await ApplyFullAsync(Routing(port, endpoints));
        var chosen = Assert.Single(Caller.TcpMany(client.Namespace, VIP, 80, 30).Distinct());
        Assert.Equal(chosen.Split(' ')[0], Caller.Tcp(client.Namespace, NodeBed.NodeIP, 30080).Split(' ')[0]);

        // Another endpoint goes: the client does not notice. Its own goes: it gets another one and stays there.
        var index = chosen[1] - '0';
        await _programmer.ApplyAsync(Update(Routing(port, endpoints.Where((_, i) => i != (index + 1) % 3).ToArray())), default);
        Assert.Equal(chosen, Assert.Single(Caller.TcpMany(client.Namespace, VIP, 80, 10).Distinct()));
        await _programmer.ApplyAsync(Update(Routing(port, endpoints[(index + 2) % 3])), default);
        Assert.Equal($"p{(index + 2) % 3} {client.Address}", Assert.Single(Caller.TcpMany(client.Namespace, VIP, 80, 10).Distinct()));
        Assert.DoesNotContain("default/web", await RemoveAndListAsync(port), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task RollingChange_WithTrafficInFlight_NoConnectionFails()
    {
        SkipUnlessRoot();
        var pods = AddPods(4);
        var client = _bed.AddPod();
        var port = Port("web", VIP, 80) with { NodePort = 30080 };
        var endpoints = pods.Select(p => Endpoint(p.Address.ToString(), 8080)).ToArray();
        await ApplyFullAsync(Routing(port, endpoints[0], endpoints[1]));
        using var stop = new CancellationTokenSource();
        var traffic = new[] { Hammer(client.Namespace, VIP, 80, stop.Token), Hammer(_bed.Outside, NodeBed.NodeIP, 30080, stop.Token) };
        for (var step = 0; step < 60; step++)
        {
            var routing = Routing(port, endpoints[step % 4], endpoints[(step + 1) % 4]);
            await (step % 10 == 9 ? ApplyFullAsync(routing) : _programmer.ApplyAsync(Update(routing), default));
        }

        await stop.CancelAsync();
        foreach (var answers in await Task.WhenAll(traffic)) Assert.True(answers > 20, $"only {answers} connections were made");
    }

    [SkippableFact]
    public async Task Full_LeftoversOfAnEarlierProcess_AreGone()
    {
        SkipUnlessRoot();
        await _nftables.RunAsync("add table ip kubesharp\nadd chain ip kubesharp leftover\nadd set ip kubesharp cluster-ips { type inet_service; }\n", default);
        await ApplyFullAsync();
        Assert.DoesNotContain("leftover", await _nftables.RunAsync("list ruleset", default), StringComparison.Ordinal);
        await _programmer.RemoveAsync(default);
        Assert.Equal("", await _nftables.RunAsync("list ruleset", default));
    }

    [SkippableFact]
    public async Task Run_BadScript_ThrowsTheToolsWords()
    {
        SkipUnlessRoot();
        var e = await Assert.ThrowsAsync<NetworkProgrammingException>(() => _nftables.RunAsync("add rule ip nothing input accept\n", default));
        Assert.Contains("No such file or directory", e.Message, StringComparison.Ordinal);
        Assert.Equal("", await _nftables.RunAsync("list tables", default));
    }

    [SkippableFact]
    public async Task IPv6_AllKindsOfRules_AreAccepted()
    {
        SkipUnlessRoot();
        var options = new NftablesOptions { ClusterCidrs = [IPNetwork.Parse("fd00:1::/48")], ServiceCidrs = [IPNetwork.Parse("fd00:2::/112")] };
        var programmer = new NftablesProgrammer(_nftables, options, [AddressFamily.InterNetworkV6]);
        var port = Port("web", "fd00:2::1", 80) with
        {
            NodePort = 30080,
            LoadBalancerIPs = [IPAddress.Parse("2001:db8::1")],
            LoadBalancerSourceRanges = [IPNetwork.Parse("2001:db8:1::/48")],
            SessionAffinityTimeout = TimeSpan.FromSeconds(10),
            ExternalTrafficLocal = true,
        };
        var plain = Port("plain", "fd00:2::2", 80);
        await programmer.ApplyAsync(
            Full(Routing(port, Endpoint("fd00:1::2", 80)), Routing(plain, Endpoint("fd00:1::2", 80), Endpoint("fd00:1::3", 80))), default);
        Assert.Contains("fd00:1::3 . 80", await _nftables.RunAsync("list table ip6 kubesharp", default), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Incremental_AmongTenThousandServices_PrintsItsTime()
    {
        SkipUnlessRoot();
        var routings = Enumerable.Range(0, 10_000).Select(i => Of(i, 2)).ToArray();
        var start = TimeProvider.System.GetTimestamp();
        await ApplyFullAsync(routings);
        var full = TimeProvider.System.GetElapsedTime(start);
        await _programmer.ApplyAsync(Update(Of(0, 3)), default);
        start = TimeProvider.System.GetTimestamp();
        for (var i = 1; i < 101; i++) await _programmer.ApplyAsync(Update(Of(i, 3)), default);
        var one = TimeProvider.System.GetElapsedTime(start) / 100;
        Console.WriteLine($"10,000 services of two endpoints: {full.TotalMilliseconds:0} ms; one more endpoint of one of them: {one.TotalMilliseconds:0.00} ms a transaction");

        static ServicePortRouting Of(int i, int endpoints) => Routing(
            Port($"s{i}", string.Create(CultureInfo.InvariantCulture, $"10.96.{i / 250}.{(i % 250) + 1}"), 80),
            [.. Enumerable.Range(0, endpoints).Select(e => Endpoint(string.Create(CultureInfo.InvariantCulture, $"10.244.{e}.{(i % 250) + 1}"), 80))]);
    }

    private static async Task<int> Hammer(NetworkNamespace from, string address, int port, CancellationToken stop)
    {
        await Task.Yield();
        return await Task.Run(() =>
        {
            var count = 0;
            while (!stop.IsCancellationRequested || count < 25)
            {
                count += Caller.TcpMany(from, address, port, 5).Count(a => a.StartsWith('p'));
            }

            return count;
        }, CancellationToken.None);
    }

    private static void SkipUnlessRoot() => Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);

    private ImmutableArray<Pod> AddPods(int count)
    {
        var pods = ImmutableArray.CreateBuilder<Pod>();
        for (var i = 0; i < count; i++)
        {
            var pod = _bed.AddPod();
            _bed.Serve(pod.Namespace, IPAddress.Any, 8080, $"p{i}");
            pods.Add(pod);
        }

        return pods.ToImmutable();
    }

    private Task ApplyFullAsync(params ServicePortRouting[] routings) =>
        _programmer.ApplyAsync(Full(routings) with { NodePortAddresses = [IPAddress.Parse(NodeBed.NodeIP)] }, default);

    private async Task<string> RemoveAndListAsync(ProxyServicePort port)
    {
        await _programmer.ApplyAsync(new NetworkTransaction { Removed = [port.Key] }, default);
        return await _nftables.RunAsync("list table ip kubesharp", default);
    }
}
