using System.Net;
using System.Net.Sockets;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Network.Dns;
using Kubesharp.Network.Proxy;
using Kubesharp.Network.Tests.Api;
using Kubesharp.Network.Tests.Dns;
using Kubesharp.Network.Tests.Namespaces;
using Kubesharp.Server.Hosting;
using Kubesharp.Store.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Network.Tests;

/// <summary>The network components against the project's own API server.</summary>
public sealed class RealServerTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kst-server");
    private readonly List<Task> _tasks = [];
    private readonly InMemoryStore _store = new();
    private ApiServer _server = null!;
    private InformerFactory _informers = null!;

    private KubernetesClient Client => _informers.Client;

    public async Task InitializeAsync()
    {
        var options = new ApiServerOptions { DataDirectory = _folder.FullName, Listen = new IPEndPoint(IPAddress.Loopback, 0) };
        _server = await ApiServer.CreateAsync(options, _store, TimeProvider.System, NullLoggerFactory.Instance);
        await _server.StartAsync(default);
        var client = new KubernetesClient(_server.ConnectAs("system:admin", "system:masters"), TimeProvider.System);
        _informers = new InformerFactory(client, TimeProvider.System, NullLoggerFactory.Instance);
        _tasks.Add(_informers.RunAsync(_stop.Token));
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var task in _tasks) await task.ContinueWith(_ => { }, TaskScheduler.Default);
        await _server.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
        _stop.Dispose();
    }

    [Fact]
    public async Task ClusterDns_RealServer_AnswersForTheApiAndPublishesItself()
    {
        using var probe = new Socket(SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var listen = new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)probe.LocalEndPoint!).Port);
        probe.Dispose();

        // A loopback address must not stand in an EndpointSlice, so the server is told another one for that.
        var options = new ClusterDnsOptions { Listen = listen, Advertise = IPAddress.Parse("192.0.2.10"), NodeName = "node-a", ResolvConf = "/nonexistent" };
        await StartAsync(new ClusterDns(_informers, options, TimeProvider.System, NullLoggerFactory.Instance));
        var slice = await FirstAsync(_informers.For<EndpointSlice>(), s => s.Metadata.Name == "kube-dns-node-a");
        Assert.Equal("192.0.2.10", slice.Endpoints[0].Addresses[0]);
        var service = await Client.For<Service>().GetAsync("kube-system", "kube-dns", default);
        Assert.Equal("10.96.0.10", service.Spec.ClusterIP);
        Assert.Equal("NoError: A 10.96.0.1", await AskAsync(listen, "kubernetes.default.svc.cluster.local"));
        Assert.Equal("NoError: A 10.96.0.10", await AskUntilKnownAsync(listen, "kube-dns.kube-system.svc.cluster.local"));
    }

    [SkippableFact]
    public async Task ServiceProxy_RealServer_AnswersDuringARollingUpdate()
    {
        Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);
        using var bed = new NodeBed();
        var (one, two, client) = (bed.AddPod(), bed.AddPod(), bed.AddPod());
        bed.Serve(one.Namespace, IPAddress.Any, 8080, "one");
        bed.Serve(two.Namespace, IPAddress.Any, 8080, "two");
        await CreateNodeAsync("node-a", null);
        var config = new ServiceProxyConfig { NodeName = "node-a", NetworkNamespace = bed.Node.Path };
        var node = await Client.For<Node>().GetAsync("", "node-a", default);
        await Client.For<Node>().UpdateStatusAsync(node with { Status = node.Status with { Addresses = [new NodeAddress { Type = "InternalIP", Address = NodeBed.NodeIP }] } }, default);
        var service = await Client.For<Service>().CreateAsync(
            new Service
            {
                Metadata = new ObjectMeta { Namespace = "default", Name = "web" },
                Spec = new ServiceSpec { Type = "NodePort", ClusterIP = "10.96.44.1", Ports = [new ServicePort { Port = 80, TargetPort = 8080, NodePort = 30044 }] },
            },
            default);
        var slices = Client.For<EndpointSlice>();
        var slice = await slices.CreateAsync(ApiObjects.Slice("web", 8080, ApiObjects.Endpoint(one.Address.ToString())), default);
        await StartAsync(new ServiceProxy(_informers, config, TimeProvider.System, NullLoggerFactory.Instance));
        Assert.Equal($"one {client.Address}", Caller.Tcp(client.Namespace, service.Spec.ClusterIP, 80));
        Assert.StartsWith("one ", Caller.Tcp(bed.Outside, NodeBed.NodeIP, service.Spec.Ports[0].NodePort));

        // The pods take turns; the leaving one serves until its successor answers. A failed connection fails the task.
        using var stop = new CancellationTokenSource();
        var traffic = Task.Run(() =>
        {
            var answers = new HashSet<string>();
            while (!stop.IsCancellationRequested)
            {
                foreach (var answer in Caller.TcpMany(client.Namespace, service.Spec.ClusterIP, 80, 20)) answers.Add(answer);
            }

            return answers;
        });
        for (var turn = 0; turn < 6; turn++)
        {
            var (leaving, coming, expected) = turn % 2 == 0 ? (one, two, "two ") : (two, one, "one ");
            var terminating = ApiObjects.Endpoint(leaving.Address.ToString()) with { Conditions = new EndpointConditions { Ready = false, Serving = true, Terminating = true } };
            slice = await slices.UpdateAsync(slice with { Endpoints = [terminating] }, default);
            slice = await slices.UpdateAsync(slice with { Endpoints = [terminating, ApiObjects.Endpoint(coming.Address.ToString())] }, default);
            while (!Caller.Tcp(bed.Outside, NodeBed.NodeIP, 30044).StartsWith(expected, StringComparison.Ordinal)) Assert.False(traffic.IsFaulted);
        }

        await stop.CancelAsync();
        Assert.Equal([$"one {client.Address}", $"two {client.Address}"], (await traffic).Order());
        await ServiceProxy.RemoveRulesAsync(config, default);
    }

    /// <summary>Asks again while the server has not heard of its own new Service.</summary>
    private static async Task<string> AskUntilKnownAsync(IPEndPoint server, string name)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var answer = await AskAsync(server, name);
        while (answer.StartsWith("NameError", StringComparison.Ordinal) && !patience.IsCancellationRequested) answer = await AskAsync(server, name);
        return answer;
    }

    private static async Task<string> AskAsync(IPEndPoint server, string name)
    {
        using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server);
        await socket.SendAsync(DnsMessages.Query(name, Kubesharp.Network.Dns.Wire.DnsType.A));
        var buffer = new byte[4096];
        return DnsMessages.Answers(Kubesharp.Network.Dns.Wire.DnsResponse.Parse(buffer.AsSpan(0, await socket.ReceiveAsync(buffer)))!);
    }

    private static async Task<T> FirstAsync<T>(IInformer<T> informer, Func<T, bool> condition)
        where T : class
    {
        var found = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var handler = informer.AddHandler(new InformerHandler<T>
        {
            Added = (value, _) => Look(value),
            Updated = (_, value) => Look(value),
        });
        return await found.Task;

        void Look(T value)
        {
            if (condition(value)) found.TrySetResult(value);
        }
    }

    private Task CreateNodeAsync(string name, string? podCidr) => Client.For<Node>().CreateAsync(ApiObjects.Node(name, "192.0.2.1", podCidr), default);

    private async Task StartAsync(IComponent component)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = component.RunAsync(() => ready.SetResult(), _stop.Token);
        _tasks.Add(run);
        await await Task.WhenAny(run, ready.Task);
    }
}
