using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Kubesharp.Network.PodNetwork;
using Kubesharp.Network.Proxy.Nftables;
using Kubesharp.Network.Tests.Namespaces;
using Kubesharp.Network.Tests.Proxy;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Network.Tests.PodNetwork;

/// <summary>A node in a namespace, with the real CNI plugins where they are installed.</summary>
public sealed class NodeNetworkTests : IAsyncLifetime
{
    private const string Plugins = "/usr/lib/cni";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kst-net");
    private NetworkNamespace? _node;
    private NetworkNamespace? _outside;
    private LibNftables? _nftables;

    public Task InitializeAsync()
    {
        if (NetworkNamespace.Unavailable is not null) return Task.CompletedTask;
        _node = new NetworkNamespace("node");
        _outside = new NetworkNamespace("out");
        _nftables = new LibNftables(_node.Path);
        NetworkNamespace.Shell($"""
            ip -n {_node.Name} link add up0 mtu 1400 type veth peer name eth0 netns {_outside.Name}
            ip -n {_node.Name} addr add 172.31.0.1/24 dev up0
            ip -n {_node.Name} link set up0 up
            ip -n {_outside.Name} addr add 172.31.0.2/24 dev eth0
            ip -n {_outside.Name} link set eth0 up
            ip -n {_node.Name} route add default via 172.31.0.2
            """);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (_nftables is not null) await _nftables.DisposeAsync();
        _outside?.Dispose();
        _node?.Dispose();
        _folder.Delete(recursive: true);
    }

    [SkippableFact]
    public async Task Configure_RealPlugins_PodsReachEachOtherAndTheOutside()
    {
        Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);
        Skip.If(!File.Exists(Plugins + "/bridge"), "the CNI plugins are not installed");
        await Network().ConfigureAsync([IPNetwork.Parse("10.244.3.0/24")], default);
        using var first = new NetworkNamespace("cni1");
        using var second = new NetworkNamespace("cni2");
        Assert.Equal("10.244.3.2/24", AddPod(first));
        Assert.Equal("10.244.3.3/24", AddPod(second));
        using var inside = new Responder(second, new IPEndPoint(IPAddress.Any, 80), "pod", System.Net.Sockets.ProtocolType.Tcp);
        using var server = new Responder(_outside!, new IPEndPoint(IPAddress.Any, 80), "out", System.Net.Sockets.ProtocolType.Tcp);
        Assert.Equal("pod 10.244.3.2", Caller.Tcp(first, "10.244.3.3", 80));

        // Outside the cluster nobody knows a way back to pod addresses: the node's own is seen.
        Assert.Equal("out 172.31.0.1", Caller.Tcp(first, "172.31.0.2", 80));
        Assert.Contains("mtu 1400", first.Inside("ip link show eth0"), StringComparison.Ordinal);
        Plugin("DEL", first);
        Plugin("DEL", second);
    }

    [SkippableFact]
    public async Task Configure_MachineThatForwardsNothing_LetsPodsThrough()
    {
        Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);
        Skip.If(!File.Exists("/usr/sbin/iptables"), "iptables is not installed");
        _node!.Inside("iptables -P FORWARD DROP");
        for (var i = 0; i < 2; i++) await Network().ConfigureAsync([IPNetwork.Parse("10.244.3.0/24")], default);
        var rules = _node.Inside("iptables -S FORWARD").Split('\n').Where(l => l.Contains("pods of kubesharp", StringComparison.Ordinal));
        Assert.Equal(2, rules.Count());
        Assert.Equal("1\n", _node.Inside("cat /proc/sys/net/ipv4/ip_forward"));
    }

    [SkippableFact]
    public async Task SetRoutes_NodesComeAndGo_RoutesFollowAlsoAfterARestart()
    {
        Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);
        var network = Network();
        await network.SetRoutesAsync(Routes(("10.244.1.0/24", "172.31.0.11"), ("10.244.2.0/24", "172.31.0.12")), default);
        Assert.Equal(["10.244.1.0/24 via 172.31.0.11", "10.244.2.0/24 via 172.31.0.12"], List());
        await network.SetRoutesAsync(Routes(("10.244.1.0/24", "172.31.0.21"), ("10.244.9.0/24", "203.0.113.1")), default);
        Assert.Equal(["10.244.1.0/24 via 172.31.0.21"], List());
        await Network().SetRoutesAsync(Routes(("10.244.4.0/24", "172.31.0.14")), default);
        Assert.Equal(["10.244.4.0/24 via 172.31.0.14"], List());

        string[] List() => [.. _node!.Inside("ip route show proto 136").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(" dev")[0]).Order()];
    }

    [Fact]
    public void Rules_WithoutBridgeFilter_MasqueradeServicesBetweenPodsOfTheNode()
    {
        ImmutableArray<IPNetwork> pods = [IPNetwork.Parse("10.244.3.0/24")];
        Assert.Contains("ct status dnat ip saddr { 10.244.3.0/24 }", PodNetworkRules.Render("t", pods, pods, bridgedPacketsAreSeen: false), StringComparison.Ordinal);
        Assert.DoesNotContain("ct status", PodNetworkRules.Render("t", pods, pods, bridgedPacketsAreSeen: true), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Rules_BothFamiliesAndVariants_AreAcceptedAndRemoved()
    {
        Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);
        ImmutableArray<IPNetwork> pods = [IPNetwork.Parse("10.244.3.0/24"), IPNetwork.Parse("fd00:1::/64")];
        await _nftables!.RunAsync(PodNetworkRules.Render("pods", pods, [], bridgedPacketsAreSeen: false), default);
        Assert.Contains("fd00:1::/64", await _nftables.RunAsync("list ruleset", default), StringComparison.Ordinal);
        await _nftables.RunAsync(PodNetworkRules.RenderRemoval("pods"), default);
        Assert.Equal("", await _nftables.RunAsync("list ruleset", default));
    }

    private static ImmutableDictionary<IPNetwork, IPAddress> Routes(params (string Network, string Via)[] routes) =>
        routes.ToImmutableDictionary(r => IPNetwork.Parse(r.Network), r => IPAddress.Parse(r.Via));

    private NodeNetwork Network()
    {
        var options = new PodNetworkOptions { NodeName = ProxyTestData.Node, CniFolder = _folder.FullName, IpamDataFolder = _folder.FullName + "/ipam", NetworkNamespace = _node!.Path };
        return new NodeNetwork(options, new ProcessRunner(_node.Path), _nftables!, NullLogger<NodeNetwork>.Instance);
    }

    private string AddPod(NetworkNamespace pod) => JsonNode.Parse(Plugin("ADD", pod))!["ips"]![0]!["address"]!.GetValue<string>();

    /// <summary>Runs the bridge plugin the way a runtime does, with its part of the configuration list.</summary>
    private string Plugin(string command, NetworkNamespace pod)
    {
        var list = JsonNode.Parse(File.ReadAllText(_folder.FullName + "/10-kubesharp.conflist"))!;
        var plugin = list["plugins"]![0]!.AsObject();
        plugin["cniVersion"] = list["cniVersion"]!.GetValue<string>();
        plugin["name"] = list["name"]!.GetValue<string>();
        var file = _folder.FullName + "/plugin.json";
        File.WriteAllText(file, plugin.ToJsonString());
        return _node!.Inside($"CNI_COMMAND={command} CNI_CONTAINERID={pod.Name} CNI_NETNS={pod.Path} CNI_IFNAME=eth0 CNI_PATH={Plugins} {Plugins}/bridge < {file}");
    }
}
