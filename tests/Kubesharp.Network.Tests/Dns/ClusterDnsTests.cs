using System.Net;
using System.Net.Sockets;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Network.Dns;
using Kubesharp.Network.Dns.Wire;
using Kubesharp.Network.Tests.Api;
using Kubesharp.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Network.Tests.Dns;

/// <summary>The name server against an API server.</summary>
public sealed class ClusterDnsTests : IAsyncLifetime
{
    private const string ServicePath = "/api/v1/namespaces/kube-system/services/kube-dns";
    private const string SlicePath = "/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices/kube-dns-node-a";
    private readonly ManualTimeProvider _time = new();
    private readonly ComponentHost _host;
    private readonly IPEndPoint _listen;

    public ClusterDnsTests()
    {
        _host = new ComponentHost(_time);
        using var probe = new Socket(SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listen = new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)probe.LocalEndPoint!).Port);
    }

    private ClusterDnsOptions Options => new() { Listen = _listen, NodeName = "node-a", ResolvConf = "/nonexistent" };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Run_ObjectsComeAndGo_NamesFollow()
    {
        _host.Api.Put(ApiObjects.Service("web", "10.96.1.1", new ServicePort { Name = "http", Port = 80 }));
        var headless = ApiObjects.Service("db", "None", new ServicePort { Name = "pg", Port = 5432 });
        _host.Api.Put(headless);
        _host.Api.Put(ApiObjects.Slice("db", 5432, ApiObjects.Endpoint("10.244.0.2", hostname: "db-0"), ApiObjects.Endpoint("10.244.0.3", ready: false)));
        var alias = ApiObjects.Service("out", "");
        _host.Api.Put(alias with { Spec = alias.Spec with { Type = "ExternalName", ExternalName = "web.default.svc.cluster.local" } });
        await _host.StartAsync(new ClusterDns(_host.Informers, Options with { PublishService = false }, _time, NullLoggerFactory.Instance));
        Assert.Equal("NoError: A 10.96.1.1", await AskAsync("web.default.svc.cluster.local"));
        Assert.Equal("NoError: A 10.244.0.2", await AskAsync("db.default.svc.cluster.local"));
        Assert.Equal("NoError: A 10.244.0.2", await AskAsync("db-0.db.default.svc.cluster.local"));
        Assert.Equal("NoError: CName web.default.svc.cluster.local., A 10.96.1.1", await AskAsync("out.default.svc.cluster.local"));
        Assert.Equal("ServerFailure: ", await AskAsync("example.com"));

        var slices = _host.Informers.For<EndpointSlice>();
        var services = _host.Informers.For<Service>();
        var seen = new TaskCompletionSource();
        using var onSlices = slices.AddHandler(new() { Deleted = (_, _) => seen.SetResult() });
        _host.Api.Remove(ApiObjects.Slice("db", 5432));
        await seen.Task;
        Assert.Equal("NameError: ", await AskAsync("db.default.svc.cluster.local"));
        seen = new TaskCompletionSource();
        using var onServices = services.AddHandler(new() { Deleted = (_, _) => seen.SetResult() });
        _host.Api.Remove(ApiObjects.Service("web", "10.96.1.1"));
        await seen.Task;
        Assert.Equal("NameError: ", await AskAsync("web.default.svc.cluster.local"));
    }

    [Fact]
    public async Task Publish_ServiceAndSlice_AreAsUsersExpect()
    {
        await _host.StartAsync(new ClusterDns(_host.Informers, Options, _time, NullLoggerFactory.Instance));
        await _host.Api.NextWriteAsync();
        await _host.Api.NextWriteAsync();
        var service = _host.Api.Find<Service>(ServicePath)!;
        Assert.Equal("10.96.0.10", service.Spec.ClusterIP);
        Assert.Equal(["dns/53/UDP", "dns-tcp/53/TCP"], service.Spec.Ports.Select(p => $"{p.Name}/{p.Port}/{p.Protocol}"));
        Assert.Equal("kube-dns", service.Metadata.Labels.Get("k8s-app"));
        var slice = _host.Api.Find<EndpointSlice>(SlicePath)!;
        Assert.Equal("kube-dns", slice.Metadata.Labels.Get("kubernetes.io/service-name"));
        Assert.Equal(_listen.Port, slice.Ports[0].Port);
        Assert.Equal(service.Metadata.Uid, Assert.Single(slice.Metadata.OwnerReferences).Uid);

        // Somebody deletes the Service, and its slice with it: both come back.
        _host.Api.Remove(slice);
        _host.Api.Remove(service);
        await AdvanceUntilAsync(_host.Api.NextWriteAsync());
        await AdvanceUntilAsync(_host.Api.NextWriteAsync());
        Assert.NotNull(_host.Api.Find<Service>(ServicePath));
        Assert.NotEqual(service.Metadata.Uid, _host.Api.Find<EndpointSlice>(SlicePath)!.Metadata.OwnerReferences[0].Uid);
    }

    [Fact]
    public async Task Publish_RefusedAtFirst_IsTriedAgain()
    {
        _host.Api.RefuseWrites = 403;
        await _host.StartAsync(new ClusterDns(_host.Informers, Options, _time, NullLoggerFactory.Instance));
        _host.Api.RefuseWrites = null;
        await AdvanceUntilAsync(_host.Api.NextWriteAsync());
        Assert.NotNull(_host.Api.Find<Service>(ServicePath));
    }

    [Fact]
    public async Task Publish_ServiceWithSelector_IsLeftAlone()
    {
        var own = new Service
        {
            Metadata = new ObjectMeta { Namespace = "kube-system", Name = "kube-dns" },
            Spec = new ServiceSpec { ClusterIP = "10.96.0.10", Selector = Kubesharp.Api.ValueMap.ToValueMap(new Dictionary<string, string> { ["k8s-app"] = "coredns" }) },
        };
        _host.Api.Put(own);
        await new DnsServicePublisher(_host.Informers.Client, Options, _listen, NullLogger<DnsServicePublisher>.Instance).PublishAsync(default);
        Assert.Null(_host.Api.Find<EndpointSlice>(SlicePath));
    }

    private async Task<string> AskAsync(string name)
    {
        using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(_listen);
        await socket.SendAsync(DnsMessages.Query(name, DnsType.A));
        var buffer = new byte[4096];
        return DnsMessages.Answers(DnsResponse.Parse(buffer.AsSpan(0, await socket.ReceiveAsync(buffer)))!);
    }

    private async Task AdvanceUntilAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await task;
    }
}
