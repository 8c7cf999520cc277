using System.Net;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Rbac.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Client;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Effects;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;
using Kubesharp.Server.Hosting;
using Kubesharp.Store;
using Kubesharp.Store.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Scheduler.Tests;

/// <summary>The scheduler on a real API server in the same process.</summary>
public sealed class SchedulerServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "kubesharp-scheduler-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly InMemoryStore _store = new(TimeProvider.System);
    private ApiServer _server = null!;
    private KubernetesClient _client = null!;

    private CancellationToken Cancel { get; set; }

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_folder);
        var options = new ApiServerOptions { DataDirectory = _folder, Listen = new IPEndPoint(IPAddress.Loopback, 0) };
        _server = await ApiServer.CreateAsync(options, _store, TimeProvider.System, NullLoggerFactory.Instance);
        await _server.StartAsync(_stop.Token);
        _client = new KubernetesClient(_server.ConnectAs("admin", "system:masters"), TimeProvider.System);
        _stop.CancelAfter(Patience);
        Cancel = _stop.Token;
        await _client.For<ServiceAccount>().CreateAsync(
            new ServiceAccount { Metadata = ObjectMeta.Empty with { Namespace = "default", Name = "default" } }, Cancel);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        await _server.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        _stop.Dispose();
    }

    [Fact]
    public async Task Pod_NodeHasRoom_IsBoundWithAnEvent()
    {
        await StartSchedulerAsync();
        await CreateNodeAsync("n1");
        await CreatePodAsync("web");
        var pod = await WaitForAsync("web", pod => pod.IsScheduled());

        Assert.Equal("n1", pod.Spec.NodeName);
        Assert.Equal(ConditionStatus.True, pod.Status.GetCondition(PodConditionType.PodScheduled)?.Status);
        var told = await WaitForEventAsync("Scheduled");
        Assert.Equal("Successfully assigned default/web to n1", told.Message);
        Assert.Equal(("default-scheduler", "Binding"), (told.Source.Component, told.Action));
    }

    [Fact]
    public async Task Pod_NodeTainted_WaitsAndRunsOnceTheTaintIsGone()
    {
        await StartSchedulerAsync();
        var node = await CreateNodeAsync("n1", Taint.Empty with { Key = "key", Value = "value", Effect = TaintEffect.NoSchedule });
        await CreatePodAsync("web");
        var pod = await WaitForAsync("web", pod => pod.Status.GetCondition(PodConditionType.PodScheduled) is not null);

        var condition = pod.Status.GetCondition(PodConditionType.PodScheduled)!;
        Assert.Equal((ConditionStatus.False, "Unschedulable", pod.Metadata.Generation), (condition.Status, condition.Reason, condition.ObservedGeneration));
        const string expected = "0/1 nodes are available: 1 node(s) had untolerated taint(s). "
            + "no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";
        Assert.Equal(expected, condition.Message);
        Assert.Equal(expected, (await WaitForEventAsync("FailedScheduling")).Message);

        await _client.For<Node>().UpdateAsync(node with { Spec = node.Spec with { Taints = [] } }, Cancel);
        Assert.Equal("n1", (await WaitForAsync("web", pod => pod.IsScheduled())).Spec.NodeName);
    }

    [Fact]
    public async Task Pod_BoundWhileItsRefusalIsBeingTold_EndsAsScheduled()
    {
        var gate = new StatusGate(_server.ConnectAs("system:kube-scheduler"), "web");
        var node = await CreateNodeAsync("n1", Taint.Empty with { Key = "key", Value = "value", Effect = TaintEffect.NoSchedule });
        await StartSchedulerAsync(transport: gate);
        await CreatePodAsync("web");
        await gate.Held.WaitAsync(Cancel);

        // The next pods are tried after this one, which is on its way to its node by then.
        await _client.For<Node>().UpdateAsync(node with { Spec = node.Spec with { Taints = [] } }, Cancel);
        foreach (var name in (string[])["second", "third"])
        {
            await CreatePodAsync(name);
            await WaitForAsync(name, pod => pod.IsScheduled());
        }

        gate.Open();
        await gate.Through.WaitAsync(Cancel);
        var pod = await WaitForAsync("web", pod => pod.IsScheduled());
        Assert.Equal(ConditionStatus.True, pod.Status.GetCondition(PodConditionType.PodScheduled)?.Status);
    }

    [Fact]
    public async Task Pod_RefusedAndBoundBeforeItIsTold_IsNotCalledUnschedulable()
    {
        var (client, time) = (new KubernetesClient(_server.ConnectAs("system:kube-scheduler"), TimeProvider.System), TimeProvider.System);
        await CreatePodAsync("web");
        var created = await _client.For<Pod>().GetAsync("default", "web", Cancel);
        var cluster = new ClusterState();
        cluster.SetNode(Build.Node("n1"));
        var framework = new SchedulingFramework(cluster, DefaultPlugins.Create(cluster, new SchedulerOptions(), client, new Random(1)), 100, new Random(1));
        await using var events = new EventRecorder(client, time, "default-scheduler");
        var bound = new TaskCompletionSource();
        var effects = new ApiEffects(client, time, _ => events, _ => bound.SetResult(), null, NullLogger.Instance);

        // 1. Refused and bound, with nobody there yet who writes down refusals.
        var info = cluster.NewPod(created);
        effects.Refused(info, "Unschedulable", "no room", null, withEvent: false);
        effects.Bind(framework, new QueuedPod(info, time.GetUtcNow()), new CycleState(64), cluster.FindNode("n1")!, null);
        await bound.Task.WaitAsync(Cancel);

        // 2. Another pod is refused, which is told after whatever waits of the first.
        await CreatePodAsync("other");
        _running.Add(effects.RunAsync(_stop.Token));
        effects.Refused(cluster.NewPod(await _client.For<Pod>().GetAsync("default", "other", Cancel)), "Unschedulable", "no room", null, withEvent: false);
        await WaitForAsync("other", pod => pod.Status.GetCondition(PodConditionType.PodScheduled) is not null);
        var pod = await _client.For<Pod>().GetAsync("default", "web", Cancel);
        Assert.Equal(("n1", ConditionStatus.True), (pod.Spec.NodeName, pod.Status.GetCondition(PodConditionType.PodScheduled)?.Status));
    }

    [Fact]
    public async Task Pod_VolumeIsStillToBeMade_TellsItsNodeAndHoldsNobodyUp()
    {
        await CreateNodeAsync("n1");
        await StartSchedulerAsync(bindings: 1);
        await CreateClaimAsync();
        await CreatePodAsync("web", claim: "data");
        Assert.Equal("", (await WaitForAsync("web", pod => pod.Status.NominatedNodeName == "n1")).Spec.NodeName);
        await CreatePodAsync("second");
        await WaitForAsync("second", pod => pod.IsScheduled());

        await _client.For<PersistentVolume>().CreateAsync(Build.Object<PersistentVolume>("""{"metadata":{"name":"v"},"spec":{"storageClassName":"slow","accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},"hostPath":{"path":"/v"}}}"""), Cancel);
        await PatchClaimAsync("""{"metadata":{"annotations":{"pv.kubernetes.io/bind-completed":"yes"}},"spec":{"volumeName":"v"}}""");
        Assert.Equal("", (await WaitForAsync("web", pod => pod.IsScheduled())).Status.NominatedNodeName);
    }

    [Fact]
    public async Task Pod_VolumeCannotBeMadeForTheNode_IsTriedAgain()
    {
        await CreateNodeAsync("n1");
        await StartSchedulerAsync();
        await CreateClaimAsync();
        await CreatePodAsync("web", claim: "data");
        await WaitForAsync("web", pod => pod.Status.NominatedNodeName == "n1");
        await PatchClaimAsync("""{"metadata":{"annotations":{"volume.kubernetes.io/selected-node":null}}}""");
        Assert.Equal("running PreBind plugin \"VolumeBinding\": binding volumes: provisioning failed for PVC \"data\"", (await WaitForEventAsync("FailedScheduling")).Message);
    }

    [Fact]
    public async Task Pod_GoneWhileItWaitsForItsVolume_IsGivenUp()
    {
        var client = new KubernetesClient(_server.ConnectAs("system:kube-scheduler"), TimeProvider.System);
        var cluster = new ClusterState();
        cluster.SetNode(Build.Node("n1"));
        cluster.Claims.Set(await CreateClaimAsync());
        cluster.StorageClasses.Set(await _client.For<StorageClass>().GetAsync("", "slow", Cancel));
        await CreatePodAsync("web", claim: "data");
        var framework = new SchedulingFramework(cluster, DefaultPlugins.Create(cluster, new SchedulerOptions(), client, new Random(1)), 100, new Random(1));
        var pod = new QueuedPod(cluster.NewPod(await _client.For<Pod>().GetAsync("default", "web", Cancel)), TimeProvider.System.GetUtcNow());
        var state = framework.Schedule(pod.Info, out _).State;
        var node = cluster.FindNode("n1")!;
        Assert.Null(framework.Reserve(state, pod.Info, node));

        // It is told twice: the pod only waits, and its binding has come to its end.
        var told = new SemaphoreSlim(0);
        await using var events = new EventRecorder(client, TimeProvider.System, "default-scheduler");
        var effects = new ApiEffects(client, TimeProvider.System, _ => events, _ => told.Release(), null, NullLogger.Instance);
        effects.Bind(framework, pod, state, node, null);
        await told.WaitAsync(Cancel);
        Assert.Equal(0, effects.Bindings);
        pod.Go();
        await told.WaitAsync(Cancel);
    }

    [Fact]
    public async Task Pods_TwoSchedulers_EachBindsItsOwn()
    {
        await StartSchedulerAsync();
        await CreateNodeAsync("n1");
        await CreatePodAsync("other", schedulerName: "other-scheduler");
        await CreatePodAsync("web");
        await WaitForAsync("web", pod => pod.IsScheduled());
        Assert.False((await _client.For<Pod>().GetAsync("default", "other", Cancel)).IsScheduled());

        await StartSchedulerAsync("other-scheduler");
        Assert.Equal("n1", (await WaitForAsync("other", pod => pod.IsScheduled())).Spec.NodeName);
    }

    [Fact]
    public async Task Pods_ExtendedResourceRunsOut_RestWaits()
    {
        // A scheduler that saw the node when it was new would tell of its taint first.
        await CreateNodeAsync("n1");
        await StartSchedulerAsync();
        for (var i = 0; i < 3; i++) await CreatePodAsync($"gpu-{i}", resource: "example.com/gpu");
        for (var i = 0; i < 3; i++) await WaitForAsync($"gpu-{i}", pod => pod.IsScheduled() || pod.Status.GetCondition(PodConditionType.PodScheduled)?.Message.Contains("Insufficient", StringComparison.Ordinal) == true);
        var pods = await _client.For<Pod>().ListAsync("default", null, Cancel);

        Assert.Equal(2, pods.Items.Count(pod => pod.IsScheduled()));
        var waiting = Assert.Single(pods.Items, pod => !pod.IsScheduled());
        Assert.StartsWith("0/1 nodes are available: 1 Insufficient example.com/gpu.", waiting.Status.GetCondition(PodConditionType.PodScheduled)!.Message);

        await _client.For<Pod>().DeleteAsync("default", pods.Items.First(pod => pod.IsScheduled()).Metadata.Name, Cancel, DeleteOptions.Empty with { GracePeriodSeconds = 0 });
        await WaitForAsync(waiting.Metadata.Name, pod => pod.IsScheduled());
    }

    private async Task StartSchedulerAsync(string name = SchedulerOptions.DefaultSchedulerName, IApiTransport? transport = null, int bindings = 64)
    {
        var client = new KubernetesClient(transport ?? _server.ConnectAs("system:kube-scheduler"), TimeProvider.System);
        var informers = new InformerFactory(client, TimeProvider.System, NullLoggerFactory.Instance);
        var scheduler = new SchedulerComponent(client, informers, TimeProvider.System, NullLoggerFactory.Instance, new Random(1), new SchedulerOptions { SchedulerName = name, MaxConcurrentBindings = bindings });
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running.Add(RunAsync());
        await ready.Task.WaitAsync(Cancel);

        async Task RunAsync()
        {
            await using (scheduler)
            {
                var following = informers.RunAsync(_stop.Token);
                await scheduler.RunAsync(() => ready.SetResult(), _stop.Token);
                await following;
            }
        }
    }

    private async Task<Node> CreateNodeAsync(string name, params Taint[] taints)
    {
        var created = await _client.For<Node>().CreateAsync(
            new Node
            {
                Metadata = ObjectMeta.Empty with { Name = name, Labels = [new("kubernetes.io/hostname", name)] },
                Spec = NodeSpec.Empty with { Taints = ValueList.Wrap(taints) },
                Status = NodeStatus.Empty with
                {
                    Allocatable =
                    [
                        new("cpu", Quantity.Parse("4")), new("memory", Quantity.Parse("8Gi")), new("pods", Quantity.Parse("110")), new("example.com/gpu", Quantity.Parse("2")),
                    ],
                    Conditions = [NodeCondition.Empty with { Type = NodeConditionType.Ready, Status = ConditionStatus.True }],
                },
            },
            Cancel);

        // A new node is tainted until it is known to be ready; no controller runs here that would take the taint away.
        return await _client.For<Node>().UpdateAsync(created with { Spec = created.Spec with { Taints = ValueList.Wrap(taints) } }, Cancel);
    }

    private Task CreatePodAsync(string name, string schedulerName = "", string resource = "", string claim = "") => _client.For<Pod>().CreateAsync(
        new Pod
        {
            Metadata = ObjectMeta.Empty with { Namespace = "default", Name = name },
            Spec = PodSpec.Empty with
            {
                SchedulerName = schedulerName,
                Volumes = claim.Length == 0 ? [] : [Volume.Empty with { Name = "v", Source = VolumeSource.Empty with { PersistentVolumeClaim = PersistentVolumeClaimVolumeSource.Empty with { ClaimName = claim } } }],
                Containers =
                [
                    Container.Empty with
                    {
                        Name = "c",
                        Image = "busybox",
                        Resources = resource.Length == 0 ? ResourceRequirements.Empty : ResourceRequirements.Empty with { Limits = [new(resource, Quantity.Parse("1"))] },
                    },
                ],
            },
        },
        Cancel);

    /// <summary>A claim whose volume somebody else is to make for the node of its first pod.</summary>
    private async Task<PersistentVolumeClaim> CreateClaimAsync()
    {
        await _client.For<StorageClass>().CreateAsync(Build.Object<StorageClass>("""{"metadata":{"name":"slow"},"provisioner":"example.com/slow","volumeBindingMode":"WaitForFirstConsumer"}"""), Cancel);
        return await _client.For<PersistentVolumeClaim>().CreateAsync(
            Build.Object<PersistentVolumeClaim>("""{"metadata":{"namespace":"default","name":"data"},"spec":{"storageClassName":"slow","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}"""),
            Cancel);
    }

    private Task PatchClaimAsync(string patch) => _client.For<PersistentVolumeClaim>().PatchAsync("default", "data", PatchType.Merge, System.Text.Encoding.UTF8.GetBytes(patch), Cancel);

    private async Task<Pod> WaitForAsync(string name, Func<Pod, bool> condition)
    {
        var query = new ListQuery { FieldSelector = $"metadata.name={name}" };
        var list = await _client.For<Pod>().ListAsync("default", query, Cancel);
        if (list.Items.FirstOrDefault(condition) is { } now) return now;
        await foreach (var change in _client.For<Pod>().WatchAsync("default", query with { ResourceVersion = list.ResourceVersion }, Cancel))
        {
            if (condition(change.Object)) return change.Object;
        }

        throw new InvalidOperationException($"the watch ended before pod {name} came to be as expected");
    }

    private async Task<Event> WaitForEventAsync(string reason)
    {
        var list = await _client.For<Event>().ListAsync("default", null, Cancel);
        if (list.Items.FirstOrDefault(item => item.Reason == reason) is { } now) return now;
        await foreach (var change in _client.For<Event>().WatchAsync("default", new ListQuery { ResourceVersion = list.ResourceVersion }, Cancel))
        {
            if (change.Object.Reason == reason) return change.Object;
        }

        throw new InvalidOperationException($"the watch ended before there was an event {reason}");
    }
}
