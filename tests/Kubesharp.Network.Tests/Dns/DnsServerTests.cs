using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Kubesharp.Network.Dns;
using Kubesharp.Network.Dns.Forwarding;
using Kubesharp.Network.Dns.Wire;
using Kubesharp.Network.Dns.Zone;
using Kubesharp.Network.Proxy;
using Kubesharp.Network.Proxy.Nftables;
using Kubesharp.Network.Tests.Namespaces;
using Kubesharp.Network.Tests.Proxy;
using Kubesharp.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Network.Tests.Dns;

/// <summary>Real sockets: two servers, of which the second plays the machine's own name server for the first.</summary>
public sealed class DnsServerTests : IAsyncLifetime
{
    private static readonly IPEndPoint Loopback = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _runs = [];
    private readonly List<DnsServer> _servers = [];
    private DnsServer _upstream = null!;
    private DnsServer _server = null!;

    public Task InitializeAsync()
    {
        var foreign = new ZoneIndex("example.com");
        foreign.SetService("a", "www", new DnsServiceConfig { Namespace = "a", Name = "www", ClusterIPs = [IPAddress.Parse("192.0.2.80")] });
        foreign.SetService("a", "many", new DnsServiceConfig { Namespace = "a", Name = "many" });
        foreign.SetEndpoints("a", "many", "s", [.. Enumerable.Range(1, 200).Select(i => ZoneFixture.Endpoint($"192.0.2.{i}", null))]);
        _upstream = Start(() => Server(foreign, [], Loopback));
        _server = Start(() => Server(ZoneFixture.Index(), [_upstream.Address], Loopback));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var run in _runs) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        foreach (var server in _servers) await server.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Udp_ClusterAndForeignNames_AreAnswered()
    {
        Assert.Equal("NoError: A 10.96.1.1", DnsMessages.Answers(await UdpAsync("web.default.svc.cluster.local")));
        Assert.Equal("NoError: A 192.0.2.80", DnsMessages.Answers(await UdpAsync("www.a.svc.example.com")));
        Assert.Equal(DnsRcode.NameError, (await UdpAsync("nobody.a.svc.example.com")).Rcode);
        Assert.Equal(DnsRcode.Refused, (await UdpAsync("web.default.svc.cluster.local", dnsClass: 3)).Rcode);
    }

    [Fact]
    public async Task Udp_ForeignAnswerTooLarge_IsTruncatedAndWholeOverTcp()
    {
        var small = await UdpAsync("many.a.svc.example.com");
        Assert.True(small.IsTruncated);
        var whole = await TcpAsync("many.a.svc.example.com", "web.default.svc.cluster.local");
        Assert.Equal(200, whole[0].Answers.Length);
        Assert.Equal("NoError: A 10.96.1.1", DnsMessages.Answers(whole[1]));
    }

    [Fact]
    public async Task Udp_RubbishBetween_DoesNotDisturb()
    {
        using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(_server.Address);
        foreach (var rubbish in new[] { "00", "", "123401000001000000000000c00c00010001" }) await socket.SendAsync(Convert.FromHexString(rubbish));
        Assert.Equal("NoError: A 10.96.1.1", DnsMessages.Answers(await UdpAsync("web.default.svc.cluster.local")));
    }

    [SkippableFact]
    public async Task Nslookup_InsideAPod_ThroughTheServiceAddress()
    {
        Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);
        using var bed = new NodeBed();
        var pod = bed.AddPod();
        Start(() => bed.Node.Run(() => Server(ZoneFixture.Index(), [], IPEndPoint.Parse(NodeBed.NodeIP + ":10053"))));
        await using var nftables = new LibNftables(bed.Node.Path);
        var programmer = new NftablesProgrammer(nftables, new NftablesOptions { ClusterCidrs = [IPNetwork.Parse("10.244.0.0/16")] }, ProxyTestData.IPv4);
        var udp = ProxyTestData.Port("kube-dns", "10.96.0.10", 53, ProxyProtocol.Udp);
        var tcp = ProxyTestData.Port("kube-dns", "10.96.0.10", 53);
        var endpoint = ProxyTestData.Endpoint(NodeBed.NodeIP, 10053);
        await programmer.ApplyAsync(ProxyTestData.Full(ProxyTestData.Routing(udp, endpoint), ProxyTestData.Routing(tcp, endpoint)), default);

        Assert.Contains("Address: 10.96.1.1", pod.Namespace.Inside("busybox nslookup -type=a web.default.svc.cluster.local 10.96.0.10"), StringComparison.Ordinal);
        Assert.Contains("web.default.svc.cluster.local", pod.Namespace.Inside("busybox nslookup -type=ptr 1.1.96.10.in-addr.arpa 10.96.0.10"), StringComparison.Ordinal);
        Assert.Contains("5432 db-0.db.data.svc.cluster.local", pod.Namespace.Inside("busybox nslookup -type=srv _pg._tcp.db.data.svc.cluster.local 10.96.0.10"), StringComparison.Ordinal);
        Assert.Contains("NXDOMAIN", pod.Namespace.Inside("busybox nslookup -type=a nobody.default.svc.cluster.local 10.96.0.10 || true"), StringComparison.Ordinal);
        Assert.Contains("Address: 10.96.1.1", bed.Node.Inside("busybox nslookup -type=a web.default.svc.cluster.local 10.96.0.10"), StringComparison.Ordinal);

        // The C library's own resolver, as programs in pods use it: search list, ndots and parallel A and AAAA queries.
        var resolv = $"/etc/netns/{pod.Namespace.Name}";
        Directory.CreateDirectory(resolv);
        try
        {
            await File.WriteAllTextAsync(resolv + "/resolv.conf", "search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n");
            Assert.StartsWith("10.96.1.1 ", pod.Namespace.Inside("getent ahostsv4 web"));
            Assert.StartsWith("10.244.0.2 ", pod.Namespace.Inside("getent ahostsv4 db-0.db.data"));
            Assert.StartsWith("10.1.2.3 ", pod.Namespace.Inside("getent ahostsv4 10-1-2-3.default.pod.cluster.local"));
        }
        finally
        {
            Directory.Delete(resolv, recursive: true);
        }
    }

    private static DnsServer Server(ZoneIndex index, ImmutableArray<IPEndPoint> upstream, IPEndPoint listen)
    {
        var forwarder = new Forwarder(() => upstream, new UpstreamExchange(), TimeProvider.System, NullLogger<Forwarder>.Instance);
        return new DnsServer(listen, new DnsHandler(ZoneFixture.Zone(index), forwarder), new ManualTimeProvider(), NullLogger<DnsServer>.Instance);
    }

    private DnsServer Start(Func<DnsServer> make)
    {
        var server = make();
        _servers.Add(server);
        _runs.Add(server.RunAsync(_stop.Token));
        return server;
    }

    private async Task<DnsResponse> UdpAsync(string name, ushort dnsClass = 1)
    {
        using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(_server.Address);
        await socket.SendAsync(DnsMessages.Query(name, DnsType.A, dnsClass: dnsClass));
        var buffer = new byte[4096];
        return DnsResponse.Parse(buffer.AsSpan(0, await socket.ReceiveAsync(buffer)))!;
    }

    private async Task<DnsResponse[]> TcpAsync(params string[] names)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_server.Address);
        await using var stream = client.GetStream();
        var responses = new List<DnsResponse>();
        foreach (var name in names)
        {
            var query = DnsMessages.Query(name, DnsType.A);
            var length = new byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)query.Length);
            await stream.WriteAsync((byte[])[.. length, .. query]);
            await stream.ReadExactlyAsync(length);
            var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(message);
            responses.Add(DnsResponse.Parse(message)!);
        }

        return [.. responses];
    }
}
