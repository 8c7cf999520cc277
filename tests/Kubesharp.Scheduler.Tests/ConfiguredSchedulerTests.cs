using System.Net;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Coordination.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Tests.Configuration;
using Kubesharp.Scheduler.Tests.Extenders;
using Kubesharp.Server.Hosting;
using Kubesharp.Store.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Scheduler.Tests;

/// <summary>Schedulers with configurations and with leader election, on an API server in the same process.</summary>
public sealed class ConfiguredSchedulerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "kubesharp-scheduler-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly CancellationTokenSource _stop = new();
    private readonly InMemoryStore _store = new(TimeProvider.System);
    private readonly List<Task> _running = [];
    private ApiServer _server = null!;
    private KubernetesClient _client = null!;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_folder);
        _server = await ApiServer.CreateAsync(
            new ApiServerOptions { DataDirectory = _folder, Listen = new IPEndPoint(IPAddress.Loopback, 0) }, _store, TimeProvider.System, NullLoggerFactory.Instance);
        await _server.StartAsync(_stop.Token);
        _client = new KubernetesClient(_server.ConnectAs("admin", "system:masters"), TimeProvider.System);
        _stop.CancelAfter(Patience);
        await _client.For<ServiceAccount>().CreateAsync(new ServiceAccount { Metadata = ObjectMeta.Empty with { Namespace = "default", Name = "default" } }, _stop.Token);
        var node = await _client.For<Node>().CreateAsync(
            new Node
            {
                Metadata = ObjectMeta.Empty with { Name = "n1", Labels = [new("kubernetes.io/hostname", "n1")] },
                Status = NodeStatus.Empty with { Allocatable = [new("cpu", Quantity.Parse("4")), new("memory", Quantity.Parse("8Gi")), new("pods", Quantity.Parse("110"))] },
            },
            _stop.Token);
        await _client.For<Node>().UpdateAsync(node with { Spec = node.Spec with { Taints = [] } }, _stop.Token);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        _stop.Dispose();
    }

    [Fact]
    public async Task BindVerb_ExtenderBindsThePod()
    {
        await using var extender = await ExtenderServer.StartAsync();
        var bound = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        extender.On("bind", _ =>
        {
            bound.SetResult();
            return "{}";
        });
        var events = WaitForEventAsync("Scheduled");
        Start($"extenders: [{{urlPrefix: {extender.Url}/scheduler, bindVerb: bind}}]");
        await CreatePodAsync("web", "default-scheduler");
        await bound.Task.WaitAsync(_stop.Token);

        // The extender only says that it did: nobody else has bound the pod.
        Assert.Equal("Successfully assigned default/web to n1", (await events).Message);
        Assert.False((await _client.For<Pod>().GetAsync("default", "web", _stop.Token)).IsScheduled());
        Assert.Equal("n1", Assert.Single(extender.Requests).Body.GetProperty("Node").GetString());
    }

    [Fact]
    public async Task FilterVerb_ExtenderFails_PodIsToldAndTriedAgain()
    {
        await using var extender = await ExtenderServer.StartAsync();
        var calls = 0;
        extender.On("filter", _ => Interlocked.Increment(ref calls) == 1 ? "{\"Error\":\"out of order\"}" : "{\"NodeNames\":[\"n1\"]}");
        var events = WaitForEventAsync("FailedScheduling");
        Start($"extenders: [{{urlPrefix: {extender.Url}/scheduler, filterVerb: filter, nodeCacheCapable: true}}]");
        await CreatePodAsync("web", "default-scheduler");

        Assert.Equal("out of order", (await events).Message);
        await ScheduledAsync("web");
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task FilterVerb_ExtenderRefuses_AnyChangeTriesThePodAgain()
    {
        await using var extender = await ExtenderServer.StartAsync();
        var calls = 0;
        extender.On("filter", _ => Interlocked.Increment(ref calls) == 1 ? "{\"NodeNames\":[],\"FailedNodes\":{\"n1\":\"node(s) had no license\"}}" : "{\"NodeNames\":[\"n1\"]}");
        var events = WaitForEventAsync("FailedScheduling");
        Start($"extenders: [{{urlPrefix: {extender.Url}/scheduler, filterVerb: filter, nodeCacheCapable: true}}]");
        await CreatePodAsync("web", "default-scheduler");
        Assert.StartsWith("0/1 nodes are available: 1 node(s) had no license.", (await events).Message);

        // Nothing that a plugin would take for help.
        await _client.For<Namespace>().CreateAsync(new Namespace { Metadata = ObjectMeta.Empty with { Name = "unrelated" } }, _stop.Token);
        await ScheduledAsync("web");
    }

    [Fact]
    public async Task Profiles_PodsOfAll_AreScheduledAndTold()
    {
        Start("profiles: [{schedulerName: one}, {schedulerName: two}]");
        var events = WaitForEventAsync("Scheduled", of: "b");
        await CreatePodAsync("a", "one");
        await CreatePodAsync("b", "two");
        await CreatePodAsync("c", "three");
        await ScheduledAsync("a");
        await ScheduledAsync("b");

        Assert.Equal("two", (await events).Source.Component);
        Assert.False((await _client.For<Pod>().GetAsync("default", "c", _stop.Token)).IsScheduled());
    }

    [Fact]
    public async Task LeaderElection_OneSchedules_TheOtherTakesOverWhenItEnds()
    {
        using var endFirst = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var first = Start("", "first", endFirst.Token);
        await CreatePodAsync("a", "default-scheduler");
        await ScheduledAsync("a");
        Assert.Equal("first", await HolderAsync());
        var second = Start("", "second", _stop.Token);

        await endFirst.CancelAsync();
        await Task.WhenAny(first);
        Assert.False(second.IsCompleted);
        await CreatePodAsync("b", "default-scheduler");
        await ScheduledAsync("b");
        Assert.Equal("second", await HolderAsync());
    }

    [Fact]
    public async Task LeaderElection_LeaseTaken_SchedulerStopsWithAnError()
    {
        var running = Start("", "first", _stop.Token);
        await CreatePodAsync("a", "default-scheduler");
        await ScheduledAsync("a");
        var leases = _client.For<Lease>();
        await Retry.OnConflictAsync(async token =>
        {
            var lease = await leases.GetAsync("kube-system", "kube-scheduler", token);
            return await leases.UpdateAsync(lease with { Spec = lease.Spec with { HolderIdentity = "thief", LeaseDurationSeconds = 600, RenewTime = TimeProvider.System.GetUtcNow() } }, token);
        });

        await Assert.ThrowsAsync<LeadershipLostException>(() => running);
    }

    private static class Retry
    {
        public static async Task OnConflictAsync(Func<CancellationToken, Task<Lease>> change)
        {
            while (true)
            {
                try
                {
                    await change(CancellationToken.None);
                    return;
                }
                catch (StatusException e) when (e.IsConflict)
                {
                    // The holder renewed in between.
                }
            }
        }
    }

    private void Start(string configuration) => _running.Add(RunAsync(configuration, null, _stop.Token));

    private Task Start(string configuration, string identity, CancellationToken cancellationToken)
    {
        var running = RunAsync(configuration, identity, cancellationToken);
        _running.Add(running);
        return running;
    }

    private async Task RunAsync(string configuration, string? identity, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var options = SchedulerOptions.From(KubeSchedulerConfigurationReader.Read(Encoding.UTF8.GetBytes(SmallCluster.Header + configuration)));
        var client = new KubernetesClient(_server.ConnectAs("system:kube-scheduler"), TimeProvider.System);
        var informers = new InformerFactory(client, TimeProvider.System, NullLoggerFactory.Instance);
        await using var scheduler = new SchedulerComponent(client, informers, TimeProvider.System, NullLoggerFactory.Instance, new Random(1), options) { StartsPassive = identity is not null };
        IComponent component = identity is null ? scheduler : new LeaderElectedScheduler(scheduler, new LeaderElector(_client, Election(identity), TimeProvider.System), TimeProvider.System);
        var following = informers.RunAsync(stop.Token);
        try
        {
            await component.RunAsync(() => { }, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static LeaderElectionOptions Election(string identity) => new()
    {
        Namespace = "kube-system",
        Name = "kube-scheduler",
        Identity = identity,
        LeaseDuration = TimeSpan.FromSeconds(3),
        RenewDeadline = TimeSpan.FromSeconds(2),
        RetryPeriod = TimeSpan.FromMilliseconds(200),
    };

    private async Task<string> HolderAsync() => (await _client.For<Lease>().GetAsync("kube-system", "kube-scheduler", _stop.Token)).Spec.HolderIdentity!;

    private Task CreatePodAsync(string name, string schedulerName) => _client.For<Pod>().CreateAsync(
        new Pod
        {
            Metadata = ObjectMeta.Empty with { Namespace = "default", Name = name },
            Spec = PodSpec.Empty with { SchedulerName = schedulerName, Containers = [Container.Empty with { Name = "c", Image = "busybox" }] },
        },
        _stop.Token);

    private async Task ScheduledAsync(string name)
    {
        var query = new ListQuery { FieldSelector = $"metadata.name={name}" };
        var list = await _client.For<Pod>().ListAsync("default", query, _stop.Token);
        if (list.Items.Any(pod => pod.IsScheduled())) return;
        await foreach (var change in _client.For<Pod>().WatchAsync("default", query with { ResourceVersion = list.ResourceVersion }, _stop.Token))
        {
            if (change.Object.IsScheduled()) return;
        }
    }

    private async Task<Event> WaitForEventAsync(string reason, string of = "")
    {
        var list = await _client.For<Event>().ListAsync("default", null, _stop.Token);
        await foreach (var change in _client.For<Event>().WatchAsync("default", new ListQuery { ResourceVersion = list.ResourceVersion }, _stop.Token))
        {
            if (change.Object.Reason == reason && (of.Length == 0 || change.Object.InvolvedObject.Name == of)) return change.Object;
        }

        throw new InvalidOperationException($"the watch ended before there was an event {reason}");
    }
}
