using System.Net;
using Kubesharp.Network.Dns;
using Kubesharp.Network.Dns.Forwarding;
using Kubesharp.Network.Dns.Wire;
using Kubesharp.Network.Dns.Zone;
using Kubesharp.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Network.Tests.Dns;

public sealed class ClusterZoneTests
{
    private readonly ZoneIndex _index = ZoneFixture.Index();
    private readonly DnsHandler _handler;
    private readonly byte[] _buffer = new byte[65535];

    public ClusterZoneTests() => _handler = new DnsHandler(
        ZoneFixture.Zone(_index), new Forwarder(() => [], new UpstreamExchange(), new ManualTimeProvider(), NullLogger<Forwarder>.Instance));

    [Theory]
    [InlineData("web.default.svc.cluster.local", "A", "NoError: A 10.96.1.1")]
    [InlineData("WEB.Default.SVC.Cluster.LOCAL", "A", "NoError: A 10.96.1.1")]
    [InlineData("web.default.svc.cluster.local", "Aaaa", "NoError: Aaaa fd00:2::1")]
    [InlineData("web.default.svc.cluster.local", "Txt", "NoError: ")]
    [InlineData("nobody.default.svc.cluster.local", "A", "NameError: ")]
    [InlineData("web.nowhere.svc.cluster.local", "A", "NameError: ")]
    [InlineData("example.com.default.svc.cluster.local", "A", "NameError: ")]
    [InlineData("www.example.com.default.svc.cluster.local", "A", "NameError: ")]
    [InlineData("a.b.c.d.web.default.svc.cluster.local", "A", "NameError: ")]
    [InlineData("default.svc.cluster.local", "A", "NoError: ")]
    [InlineData("nowhere.svc.cluster.local", "A", "NameError: ")]
    [InlineData("svc.cluster.local", "A", "NoError: ")]
    [InlineData("cluster.local", "A", "NoError: ")]
    [InlineData("other.cluster.local", "A", "NameError: ")]
    [InlineData("cluster.local", "Soa", "NoError: Soa")]
    [InlineData("cluster.local", "NS", "NoError: NS ns.dns.cluster.local.")]
    [InlineData("ns.dns.cluster.local", "A", "NoError: A 10.96.0.10")]
    [InlineData("ns.dns.cluster.local", "Aaaa", "NoError: ")]
    [InlineData("dns-version.cluster.local", "Txt", "NoError: Txt 1.1.0")]
    [InlineData("dns-version.cluster.local", "A", "NoError: ")]
    [InlineData("_http._tcp.web.default.svc.cluster.local", "Srv", "NoError: Srv 100 80 web.default.svc.cluster.local.")]
    [InlineData("_dns._udp.web.default.svc.cluster.local", "Srv", "NoError: Srv 100 53 web.default.svc.cluster.local.")]
    [InlineData("_http._udp.web.default.svc.cluster.local", "Srv", "NameError: ")]
    [InlineData("http.tcp.web.default.svc.cluster.local", "Srv", "NameError: ")]
    [InlineData("_http._tcp.web.default.svc.cluster.local", "A", "NoError: A 10.96.1.1")]
    [InlineData("web.default.svc.cluster.local", "Srv", "NoError: Srv 50 80 web.default.svc.cluster.local., Srv 50 53 web.default.svc.cluster.local.")]
    [InlineData("10-244-0-9.web.default.svc.cluster.local", "A", "NoError: A 10.244.0.9")]
    [InlineData("db.data.svc.cluster.local", "Aaaa", "NoError: Aaaa fd00:1::2")]
    [InlineData("db-0.db.data.svc.cluster.local", "A", "NoError: A 10.244.0.2")]
    [InlineData("db-0.db.data.svc.cluster.local", "Aaaa", "NoError: Aaaa fd00:1::2")]
    [InlineData("db-1.db.data.svc.cluster.local", "A", "NameError: ")]
    [InlineData("10-244-0-3.db.data.svc.cluster.local", "A", "NoError: A 10.244.0.3")]
    [InlineData("_pg._tcp.db.data.svc.cluster.local", "Srv", "NoError: Srv 33 5432 db-0.db.data.svc.cluster.local., Srv 33 5432 10-244-0-3.db.data.svc.cluster.local., Srv 33 5432 db-0.db.data.svc.cluster.local.")]
    [InlineData("_no._tcp.db.data.svc.cluster.local", "Srv", "NameError: ")]
    [InlineData("empty.data.svc.cluster.local", "A", "NameError: ")]
    [InlineData("out.default.svc.cluster.local", "CName", "NoError: CName example.com.")]
    [InlineData("10-1-2-3.default.pod.cluster.local", "A", "NoError: A 10.1.2.3")]
    [InlineData("10-1-2-3.default.pod.cluster.local", "Aaaa", "NoError: ")]
    [InlineData("10-1-2-300.default.pod.cluster.local", "A", "NameError: ")]
    [InlineData("fd00-1--2.default.pod.cluster.local", "Aaaa", "NoError: Aaaa fd00:1::2")]
    [InlineData("pod-name.default.pod.cluster.local", "A", "NameError: ")]
    [InlineData("default.pod.cluster.local", "A", "NoError: ")]
    [InlineData("1.1.96.10.in-addr.arpa", "Ptr", "NoError: Ptr web.default.svc.cluster.local.")]
    [InlineData("2.0.244.10.in-addr.arpa", "Ptr", "NoError: Ptr db-0.db.data.svc.cluster.local.")]
    [InlineData("3.0.244.10.in-addr.arpa", "Ptr", "NoError: Ptr 10-244-0-3.db.data.svc.cluster.local.")]
    [InlineData("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.2.0.0.0.0.0.d.f.ip6.arpa", "Ptr", "NoError: Ptr web.default.svc.cluster.local.")]
    public void Answer_NamesOfTheCluster_AsTheSpecificationSays(string name, string type, string expected)
    {
        var response = Ask(name, Enum.Parse<DnsType>(type));
        Assert.Equal(expected, DnsMessages.Answers(response));
        Assert.Equal(name.ToLowerInvariant() + ".", DnsName.ToText(response.QuestionName));
        Assert.All(response.Answers, r => Assert.Equal(30u, r.Ttl));
        if (response.Answers.IsEmpty) Assert.Equal(DnsType.Soa, Assert.Single(response.Authority).Type);
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("local")]
    [InlineData("xcluster.local")]
    [InlineData("9.9.9.9.in-addr.arpa")]
    [InlineData("in-addr.arpa")]
    [InlineData("300.1.1.1.in-addr.arpa")]
    [InlineData("ip6.arpa")]
    [InlineData("out.default.svc.cluster.local")]
    public void TryHandle_ForeignName_NeedsOthers(string name) =>
        Assert.Equal(DnsHandler.NeedsOthers, _handler.TryHandle(DnsMessages.Query(name, DnsType.A), _buffer, udp: true));

    [Theory]
    [InlineData(252, 1)]
    [InlineData(1, 3)]
    public void TryHandle_TransferOrOtherClass_IsRefused(int type, int dnsClass)
    {
        var length = _handler.TryHandle(DnsMessages.Query("cluster.local", (DnsType)type, dnsClass: (ushort)dnsClass), _buffer, udp: true);
        Assert.Equal(DnsRcode.Refused, DnsResponse.Parse(_buffer.AsSpan(0, length))!.Rcode);
    }

    [Fact]
    public void Answer_HeadlessWithMany_RotatesTheOrder()
    {
        var first = Enumerable.Range(0, 4).Select(_ => DnsMessages.Text(Ask("db.data.svc.cluster.local", DnsType.A).Answers[0])).Distinct().Order();
        Assert.Equal(["A 10.244.0.2", "A 10.244.0.3"], first);
    }

    [Fact]
    public void Answer_MoreThanFitsADatagram_IsTruncatedAndWholeOverTcp()
    {
        var many = Enumerable.Range(1, 100).Select(i => ZoneFixture.Endpoint($"10.244.1.{i}", null)).ToArray();
        _index.SetEndpoints("data", "empty", "e", [.. many]);
        var small = Ask("empty.data.svc.cluster.local", DnsType.A);
        Assert.True(small.IsTruncated);
        Assert.InRange(small.Answers.Length, 20, 31);
        Assert.False(Ask("empty.data.svc.cluster.local", DnsType.A, ednsSize: 4096).IsTruncated);
        var length = _handler.TryHandle(DnsMessages.Query("empty.data.svc.cluster.local", DnsType.A), _buffer, udp: false);
        Assert.Equal(100, DnsResponse.Parse(_buffer.AsSpan(0, length))!.Answers.Length);
    }

    [Fact]
    public void Answer_Srv_CarriesAddressesToo()
    {
        var response = Ask("_http._tcp.web.default.svc.cluster.local", DnsType.Srv);
        Assert.Equal(["A 10.96.1.1", "Aaaa fd00:2::1"], response.Additional.Select(DnsMessages.Text));
    }

    [Fact]
    public void Answer_QueryWithEdns_GetsOptBack()
    {
        var length = _handler.TryHandle(DnsMessages.Query("web.default.svc.cluster.local", DnsType.A, 4096), _buffer, udp: true);
        Assert.Equal("00002904D0000000000000", Convert.ToHexString(_buffer.AsSpan(length - 11, 11)));
        Assert.Equal(1, _buffer[11]);
    }

    [Fact]
    public void Index_EndpointsAndServicesGo_NamesGoWithThem()
    {
        _index.SetEndpoints("data", "db", "db-1", [ZoneFixture.Endpoint("10.244.0.3", null)]);
        Assert.Equal("NoError: A 10.244.0.3", DnsMessages.Answers(Ask("db.data.svc.cluster.local", DnsType.A)));
        Assert.True(_index.NamesOf(IPAddress.Parse("10.244.0.2")).IsEmpty);
        _index.SetService("data", "db", null);
        Assert.Equal("NameError: ", DnsMessages.Answers(Ask("db.data.svc.cluster.local", DnsType.A)));
        Assert.True(_index.NamesOf(IPAddress.Parse("10.244.0.3")).IsEmpty);
        _index.SetService("data", "empty", null);
        Assert.Equal("NameError: ", DnsMessages.Answers(Ask("data.svc.cluster.local", DnsType.A)));
    }

    [Fact]
    public void Index_ServiceAfterItsEndpoints_HasBoth()
    {
        _index.SetEndpoints("late", "svc", "s", [ZoneFixture.Endpoint("10.244.7.7", "h")]);
        Assert.Equal("NameError: ", DnsMessages.Answers(Ask("svc.late.svc.cluster.local", DnsType.A)));
        _index.SetService("late", "svc", new DnsServiceConfig { Namespace = "late", Name = "svc" });
        Assert.Equal("NoError: A 10.244.7.7", DnsMessages.Answers(Ask("h.svc.late.svc.cluster.local", DnsType.A)));
    }

    [Fact]
    public void TryHandle_ServiceName_AllocatesNothing()
    {
        var query = DnsMessages.Query("web.default.svc.cluster.local", DnsType.A);
        for (var i = 0; i < 100; i++) _handler.TryHandle(query, _buffer, udp: true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) _handler.TryHandle(query, _buffer, udp: true);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private DnsResponse Ask(string name, DnsType type, int ednsSize = 0)
    {
        var length = _handler.TryHandle(DnsMessages.Query(name, type, ednsSize), _buffer, udp: true);
        return DnsResponse.Parse(_buffer.AsSpan(0, length)) ?? throw new InvalidDataException($"no answer: {length}");
    }
}
