using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Kubesharp.Network.Dns;
using Kubesharp.Network.Dns.Forwarding;
using Kubesharp.Network.Dns.Wire;
using Kubesharp.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Network.Tests.Dns;

public sealed class ForwarderTests
{
    private static readonly IPEndPoint First = IPEndPoint.Parse("192.0.2.53:53");
    private static readonly IPEndPoint Second = IPEndPoint.Parse("192.0.2.54:53");
    private readonly ManualTimeProvider _time = new();
    private readonly FakeExchange _exchange = new();
    private readonly Forwarder _forwarder;
    private readonly DnsHandler _handler;

    public ForwarderTests()
    {
        ImmutableArray<IPEndPoint> servers = [First, Second];
        _forwarder = new Forwarder(() => servers, _exchange, _time, NullLogger<Forwarder>.Instance);
        _handler = new DnsHandler(ZoneFixture.Zone(ZoneFixture.Index()), _forwarder);
    }

    [Fact]
    public async Task Ask_Again_ComesFromTheCacheWithLessTimeToLive()
    {
        Assert.Equal(30u, (await AskAsync("example.com")).Answers[0].Ttl);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(20u, (await AskAsync("EXAMPLE.com")).Answers[0].Ttl);
        Assert.Single(_exchange.Asked);
        _time.Advance(TimeSpan.FromSeconds(20));
        await AskAsync("example.com");
        Assert.Equal(2, _exchange.Asked.Count);
    }

    [Fact]
    public async Task Ask_ShortLivedRecord_IsKeptNoLongerThanItSays()
    {
        _exchange.Answer = (_, name, _) => Task.FromResult(FakeExchange.Response(name, FakeExchange.Address(name, 5)));
        await AskAsync("example.com");
        _time.Advance(TimeSpan.FromSeconds(5));
        await AskAsync("example.com");
        Assert.Equal(2, _exchange.Asked.Count);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Ask_NoSuchName_IsKeptAsTheSoaAllows(bool soa, int asked)
    {
        _exchange.Answer = (_, name, _) => Task.FromResult(FakeExchange.Response(name) with { Rcode = DnsRcode.NameError, Authority = soa ? [FakeExchange.Soa(900, 10)] : [] });
        Assert.Equal(DnsRcode.NameError, (await AskAsync("no.example.com")).Rcode);
        _time.Advance(TimeSpan.FromSeconds(9));
        await AskAsync("no.example.com");
        Assert.Equal(asked, _exchange.Asked.Count);
    }

    [Fact]
    public async Task Ask_ManyAtOnce_IsSentOnce()
    {
        var gate = new TaskCompletionSource<DnsResponse>();
        _exchange.Answer = (_, _, _) => gate.Task;
        var queries = Enumerable.Range(0, 10).Select(_ => AskAsync("example.com")).ToArray();
        gate.SetResult(FakeExchange.Response("example.com", FakeExchange.Address("example.com", 60)));
        foreach (var response in await Task.WhenAll(queries)) Assert.Equal("NoError: A 192.0.2.1", DnsMessages.Answers(response));
        Assert.Single(_exchange.Asked);
    }

    [Fact]
    public async Task Ask_FirstServerUnreachable_AsksTheNext()
    {
        _exchange.Answer = (server, name, _) => server.Equals(First)
            ? throw new SocketException((int)SocketError.ConnectionRefused)
            : Task.FromResult(FakeExchange.Response(name, FakeExchange.Address(name, 60)));
        Assert.Equal("NoError: A 192.0.2.1", DnsMessages.Answers(await AskAsync("example.com")));
        Assert.Equal([First, Second], _exchange.Asked.Select(a => a.Server));
    }

    [Fact]
    public async Task Ask_SilentServers_TimeOutIntoServerFailure()
    {
        var waiting = new SemaphoreSlim(0);
        _exchange.Answer = async (_, _, token) =>
        {
            var silence = Task.Delay(Timeout.Infinite, token);
            waiting.Release();
            await silence;
            throw new InvalidOperationException();
        };
        var query = AskAsync("example.com");
        await waiting.WaitAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        await waiting.WaitAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(DnsRcode.ServerFailure, (await query).Rcode);
    }

    [Fact]
    public async Task Ask_ServerFailure_IsPassedOnButNotKept()
    {
        _exchange.Answer = (_, name, _) => Task.FromResult(FakeExchange.Response(name) with { Rcode = DnsRcode.ServerFailure });
        Assert.Equal(DnsRcode.ServerFailure, (await AskAsync("example.com")).Rcode);
        await AskAsync("example.com");
        Assert.Equal(4, _exchange.Asked.Count);
    }

    [Fact]
    public async Task Alias_ToForeignName_CarriesItsAddresses() => Assert.Equal(
        "NoError: CName example.com., A 192.0.2.1", DnsMessages.Answers(await AskAsync("out.default.svc.cluster.local")));

    [Fact]
    public async Task Alias_ToServiceOfTheCluster_CarriesItsAddress()
    {
        Assert.Equal("NoError: CName web.default.svc.cluster.local., A 10.96.1.1", DnsMessages.Answers(await AskAsync("inner.default.svc.cluster.local")));
        Assert.Empty(_exchange.Asked);
    }

    [Fact]
    public async Task Alias_ToItself_Fails() => Assert.Equal(DnsRcode.ServerFailure, (await AskAsync("loop.default.svc.cluster.local")).Rcode);

    [Fact]
    public void Parse_ResolvConf_TakesNameServersInOrder()
    {
        var servers = ResolvConf.Parse("# made by hand\nsearch example.com\nnameserver 192.0.2.1\n nameserver\tfe80::1%2 # x\nnameserver nonsense\noptions ndots:2\nnameserver 192.0.2.2\r\n");
        Assert.Equal(["192.0.2.1:53", "[fe80::1%2]:53", "192.0.2.2:53"], servers.Select(s => s.ToString()));
    }

    [Fact]
    public void Current_OwnAddressAndChangedFile_AreNoticed()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "nameserver 10.96.0.10\nnameserver 192.0.2.1\n");
            var servers = new UpstreamServers(file, [IPEndPoint.Parse("10.96.0.10:53")], _time, NullLogger.Instance);
            Assert.Equal("192.0.2.1:53", Assert.Single(servers.Current).ToString());
            File.WriteAllText(file, "nameserver 192.0.2.2\n");
            File.SetLastWriteTimeUtc(file, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            Assert.Equal("192.0.2.1:53", Assert.Single(servers.Current).ToString());
            _time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal("192.0.2.2:53", Assert.Single(servers.Current).ToString());
            File.Delete(file);
            _time.Advance(TimeSpan.FromSeconds(5));
            Assert.Single(servers.Current);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<DnsResponse> AskAsync(string name)
    {
        var query = DnsMessages.Query(name, DnsType.A);
        var buffer = new byte[4096];
        var length = _handler.TryHandle(query, buffer, udp: true);
        if (length == DnsHandler.NeedsOthers) length = await _handler.HandleAsync(query, buffer, udp: true);
        return DnsResponse.Parse(buffer.AsSpan(0, length))!;
    }
}
