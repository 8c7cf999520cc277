using System.Collections.Immutable;
using System.Net;
using Kubesharp.Network.Dns.Zone;
using Kubesharp.Tests;

namespace Kubesharp.Network.Tests.Dns;

/// <summary>A zone with a service of each kind.</summary>
internal static class ZoneFixture
{
    public static readonly DnsServicePort Http = new("http", "tcp", 80);

    public static ZoneIndex Index()
    {
        var index = new ZoneIndex("cluster.local");
        index.SetService("default", "web", new DnsServiceConfig { Namespace = "default", Name = "web", ClusterIPs = [IPAddress.Parse("10.96.1.1"), IPAddress.Parse("fd00:2::1")], Ports = [Http, new("dns", "udp", 53)] });
        index.SetEndpoints("default", "web", "web-1", [Endpoint("10.244.0.9", null)]);
        index.SetService("data", "db", new DnsServiceConfig { Namespace = "data", Name = "db", Ports = [new("pg", "tcp", 5432)] });
        index.SetEndpoints("data", "db", "db-1", [Endpoint("10.244.0.2", "db-0"), Endpoint("10.244.0.3", null)]);
        index.SetEndpoints("data", "db", "db-2", [Endpoint("fd00:1::2", "db-0")]);
        index.SetService("data", "empty", new DnsServiceConfig { Namespace = "data", Name = "empty" });
        index.SetService("default", "out", new DnsServiceConfig { Namespace = "default", Name = "out", ExternalName = "Example.COM" });
        index.SetService("default", "inner", new DnsServiceConfig { Namespace = "default", Name = "inner", ExternalName = "web.default.svc.cluster.local" });
        index.SetService("default", "loop", new DnsServiceConfig { Namespace = "default", Name = "loop", ExternalName = "loop.default.svc.cluster.local" });
        return index;
    }

    public static ClusterZone Zone(ZoneIndex index) => new(index, IPAddress.Parse("10.96.0.10"), TimeSpan.FromSeconds(30), new ManualTimeProvider());

    public static DnsEndpointConfig Endpoint(string address, string? hostname) =>
        new(IPAddress.Parse(address), hostname, [hostname is null && address.StartsWith("10.244.0.9", StringComparison.Ordinal) ? Http : new DnsServicePort("pg", "tcp", 5432)]);
}
