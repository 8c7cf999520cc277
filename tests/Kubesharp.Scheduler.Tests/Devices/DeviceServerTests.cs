using System.Net;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Client;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Server.Hosting;
using Kubesharp.Store.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Tests.Devices;

/// <summary>What is written about claims, on a real API server in the same process and with the rights that the scheduler has.</summary>
public sealed class DeviceServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "kubesharp-devices-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly CancellationTokenSource _stop = new();
    private readonly InMemoryStore _store = new(TimeProvider.System);
    private readonly ClusterState _cluster = new();
    private ApiServer _server = null!;
    private KubernetesClient _client = null!;
    private SchedulingFramework _framework = null!;

    private CancellationToken Cancel { get; set; }

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_folder);
        _server = await ApiServer.CreateAsync(new ApiServerOptions { DataDirectory = _folder, Listen = new IPEndPoint(IPAddress.Loopback, 0) }, _store, TimeProvider.System, NullLoggerFactory.Instance);
        await _server.StartAsync(_stop.Token);
        _stop.CancelAfter(Patience);
        Cancel = _stop.Token;
        _client = new KubernetesClient(_server.ConnectAs("admin", "system:masters"), TimeProvider.System);
        await _client.For<ServiceAccount>().CreateAsync(new ServiceAccount { Metadata = ObjectMeta.Empty with { Namespace = "default", Name = "default" } }, Cancel);
        var scheduler = new KubernetesClient(_server.ConnectAs("system:kube-scheduler"), TimeProvider.System);
        var random = new Random(1);
        _framework = new SchedulingFramework(_cluster, DefaultPlugins.Create(_cluster, new SchedulerOptions(), scheduler, random), 100, random);
        _cluster.SetNode(Build.Node("n1"));
        _cluster.Devices.Classes.Set(Build.Object<DeviceClass>("""{"metadata":{"name":"gpu"},"spec":{"extendedResourceName":"example.com/dev"}}"""));
        _cluster.Devices.SetSlice(Build.Object<ResourceSlice>("""
            {"metadata":{"name":"s"},"spec":{"driver":"gpu.example.com","nodeName":"n1","pool":{"name":"n1","generation":1,"resourceSliceCount":1},"devices":[{"name":"a"},{"name":"b"}]}}
            """));
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _server.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        _stop.Dispose();
    }

    [Fact]
    public async Task ExtendedResource_PreBind_MakesTheClaimAndNotesIt()
    {
        var (state, pod, node) = await ReserveAsync("""{"containers":[{"name":"c","image":"i","resources":{"limits":{"example.com/dev":"2"}}}]}""");
        Assert.Null(await PreBindAsync(state, pod, node));

        var claim = Assert.Single((await _client.For<ResourceClaim>().ListAsync("default", null, Cancel)).Items);
        Assert.StartsWith("web-extended-resources-", claim.Metadata.Name, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], claim.Status.Allocation!.Devices.Results.Select(device => device.Device));
        Assert.Equal(pod.Pod.Metadata.Uid, Assert.Single(claim.Status.ReservedFor).Uid);
        var noted = (await _client.For<Pod>().GetAsync("default", "web", Cancel)).Status.ExtendedResourceClaimStatus!;
        Assert.Equal(claim.Metadata.Name, noted.ResourceClaimName);
        Assert.Equal(("c", "example.com/dev", "container-0-request-0"), Mapping(Assert.Single(noted.RequestMappings)));

        // The claim that is known now takes the place of the one that was to be made.
        _cluster.Devices.SetClaim(claim);
        Assert.False(_cluster.Devices.IsPending("extended-resources/" + pod.Pod.Metadata.Uid));
    }

    [Fact]
    public async Task ExtendedResource_BindingFails_ClaimIsGone()
    {
        var (state, pod, node) = await ReserveAsync("""{"containers":[{"name":"c","image":"i","resources":{"limits":{"example.com/dev":"2"}}}]}""");
        Assert.Null(await PreBindAsync(state, pod, node));
        await UndoAsync(state, pod);
        Assert.Empty((await _client.For<ResourceClaim>().ListAsync("default", null, Cancel)).Items);
    }

    [Fact]
    public async Task Claim_BindingFails_IsNoLongerReserved()
    {
        var created = await _client.For<ResourceClaim>().CreateAsync(
            Build.Object<ResourceClaim>("""{"metadata":{"namespace":"default","name":"c"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"gpu"}}]}}}"""), Cancel);
        _cluster.Devices.SetClaim(created);
        var (state, pod, node) = await ReserveAsync("""{"containers":[{"name":"c","image":"i"}],"resourceClaims":[{"name":"x","resourceClaimName":"c"}]}""");
        Assert.Null(await PreBindAsync(state, pod, node));
        Assert.Single((await _client.For<ResourceClaim>().GetAsync("default", "c", Cancel)).Status.ReservedFor);

        await UndoAsync(state, pod);
        var after = await _client.For<ResourceClaim>().GetAsync("default", "c", Cancel);
        Assert.Empty(after.Status.ReservedFor);
        Assert.NotNull(after.Status.Allocation);
    }

    private static (string Container, string Resource, string Request) Mapping(ContainerExtendedResourceRequest mapping) => (mapping.ContainerName, mapping.ResourceName, mapping.RequestName);

    private async Task<(CycleState State, PodInfo Pod, NodeInfo Node)> ReserveAsync(string spec)
    {
        var created = await _client.For<Pod>().CreateAsync(Build.Object<Pod>("{\"metadata\":{\"namespace\":\"default\",\"name\":\"web\"},\"spec\":" + spec + "}"), Cancel);
        var pod = _cluster.NewPod(created);
        var result = _framework.Schedule(pod, out _);
        Assert.Null(_framework.Reserve(result.State, pod, result.Node!));
        return (result.State, pod, result.Node!);
    }

    private async Task<Verdict?> PreBindAsync(CycleState state, PodInfo pod, NodeInfo node)
    {
        foreach (var plugin in _framework.Points.PreBind)
        {
            if ((await plugin.PreBindAsync(state, pod, node.Name, Cancel) ?? await plugin.WaitAsync(state, pod, node.Name, Cancel)) is { } refused) return refused;
        }

        return null;
    }

    private async Task UndoAsync(CycleState state, PodInfo pod)
    {
        foreach (var plugin in _framework.Points.PreBind) await plugin.UndoPreBindAsync(state, pod, Cancel);
    }
}
