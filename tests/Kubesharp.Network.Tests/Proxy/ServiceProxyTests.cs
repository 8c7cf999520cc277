using System.Net;
using System.Net.Sockets;
using Kubesharp.Api.Core.V1;
using Kubesharp.Network.Proxy;
using Kubesharp.Network.Tests.Api;
using Kubesharp.Network.Tests.Namespaces;
using Kubesharp.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Network.Tests.Proxy;

/// <summary>The proxy against an API server.</summary>
public sealed class ServiceProxyTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingProgrammer _programmer = new();
    private readonly ComponentHost _host;

    public ServiceProxyTests()
    {
        _host = new ComponentHost(_time);
        _host.Api.Put(ApiObjects.Node(ProxyTestData.Node, "172.31.0.1", null, "zone-1"));
        _host.Api.Put(ApiObjects.Service("web", "10.96.1.1", new ServicePort { Port = 80, Protocol = "TCP" }));
        _host.Api.Put(ApiObjects.Slice("web", 8080, ApiObjects.Endpoint("10.244.0.2"), ApiObjects.Endpoint("10.244.0.3", ready: false)));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Run_ObjectsComeAndGo_RulesFollow()
    {
        await _host.StartAsync(new ServiceProxy(_host.Informers, new ServiceProxyConfig { NodeName = ProxyTestData.Node }, _time, NullLoggerFactory.Instance, _programmer));
        var first = await _programmer.NextAsync();
        Assert.True(first.IsFull);
        Assert.Equal("172.31.0.1", Assert.Single(first.NodePortAddresses).ToString());
        Assert.Equal("10.244.0.2", Assert.Single(Assert.Single(first.Updated).ClusterEndpoints).Address.ToString());

        _host.Api.Put(ApiObjects.Slice("web", 8080, ApiObjects.Endpoint("10.244.0.2"), ApiObjects.Endpoint("10.244.0.3")));
        Assert.Equal(2, Assert.Single((await NextAsync()).Updated).ClusterEndpoints.Length);
        _host.Api.Remove(ApiObjects.Slice("web", 8080));
        Assert.Empty(Assert.Single((await NextAsync()).Updated).ClusterEndpoints);
        _host.Api.Remove(ApiObjects.Service("web", "10.96.1.1"));
        Assert.Equal("web", Assert.Single((await NextAsync()).Removed).Name);
        _host.Api.Put(ApiObjects.Node(ProxyTestData.Node, "172.31.0.9", null));
        Assert.Equal("172.31.0.9", Assert.Single((await NextAsync()).NodePortAddresses).ToString());
    }

    [Fact]
    public async Task HealthCheckNodePort_TellsWhetherTheNodeHasEndpoints()
    {
        var port = FreePort();
        var balanced = ApiObjects.Service("web", "10.96.1.1", new ServicePort { Port = 80, Protocol = "TCP", NodePort = 30080 });
        _host.Api.Put(balanced with { Spec = balanced.Spec with { Type = "LoadBalancer", ExternalTrafficPolicy = "Local", HealthCheckNodePort = port } });
        var health = new IPEndPoint(IPAddress.Loopback, FreePort());
        var options = new ServiceProxyConfig { NodeName = ProxyTestData.Node, HealthAddress = health };
        await _host.StartAsync(new ServiceProxy(_host.Informers, options, _time, NullLoggerFactory.Instance, _programmer));
        await _programmer.NextAsync();
        using var client = new HttpClient();
        var good = await client.GetAsync($"http://127.0.0.1:{port}/");
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.Equal("""{"service":{"namespace":"default","name":"web"},"localEndpoints":1,"serviceProxyHealthy":true}""", await good.Content.ReadAsStringAsync());
        Assert.Equal("1", Assert.Single(good.Headers.GetValues("X-Load-Balancing-Endpoint-Weight")));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"http://{health}/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"http://{health}/other")).StatusCode);

        // The endpoint moves to another node. The second transaction is applied before the third begins.
        _host.Api.Put(ApiObjects.Slice("web", 8080, ApiObjects.Endpoint("10.244.1.2", node: "node-b")));
        await NextAsync();
        _host.Api.Put(ApiObjects.Service("other", "10.96.1.2", new ServicePort { Port = 80, Protocol = "TCP" }));
        await NextAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync($"http://127.0.0.1:{port}/")).StatusCode);
    }

    [SkippableFact]
    public async Task Run_WithTheKernel_ServiceAnswersAndStaleUdpIsForgotten()
    {
        Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);
        using var bed = new NodeBed();
        var (one, two, client) = (bed.AddPod(), bed.AddPod(), bed.AddPod());
        bed.Serve(one.Namespace, IPAddress.Any, 5000, "one", ProtocolType.Udp);
        bed.Serve(two.Namespace, IPAddress.Any, 5000, "two", ProtocolType.Udp);
        await using var host = new ComponentHost(TimeProvider.System);
        host.Api.Put(ApiObjects.Node(ProxyTestData.Node, NodeBed.NodeIP, null));
        host.Api.Put(ApiObjects.Service("echo", "10.96.1.5", new ServicePort { Port = 53, Protocol = "UDP", NodePort = 30053 }));
        host.Api.Put(Udp(one.Address));
        var options = new ServiceProxyConfig { NodeName = ProxyTestData.Node, NetworkNamespace = bed.Node.Path };
        try
        {
            await host.StartAsync(new ServiceProxy(host.Informers, options, TimeProvider.System, NullLoggerFactory.Instance));
            using var socket = Caller.Udp(client.Namespace, "10.96.1.5", 53);
            using var outside = Caller.Udp(bed.Outside, NodeBed.NodeIP, 30053);
            Assert.Equal($"one {client.Address}", Caller.Ask(socket));
            Assert.StartsWith("one ", Caller.Ask(outside));

            // The same sockets, and so the same connections for the kernel: they follow because their entries are deleted.
            host.Api.Put(Udp(two.Address));
            Assert.True(Becomes(socket, $"two {client.Address}"));
            Assert.True(Becomes(outside, "two "));
        }
        finally
        {
            await ServiceProxy.RemoveRulesAsync(options, default);
        }

        static Kubesharp.Api.Discovery.V1.EndpointSlice Udp(IPAddress address) =>
            ApiObjects.Slice("echo", 5000, ApiObjects.Endpoint(address.ToString())) with { Ports = [new() { Name = "", Port = 5000, Protocol = "UDP" }] };
    }

    /// <summary>Asks again until the other endpoint answers. An answer under way while its entry is deleted is lost, as UDP's may be.</summary>
    private static bool Becomes(System.Net.Sockets.Socket socket, string expected)
    {
        socket.ReceiveTimeout = 100;
        for (var i = 0; i < 100_000; i++)
        {
            try
            {
                if (Caller.Ask(socket).StartsWith(expected, StringComparison.Ordinal)) return true;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
            {
                continue;
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<NetworkTransaction> NextAsync()
    {
        var next = _programmer.NextAsync().AsTask();
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await next;
    }
}
