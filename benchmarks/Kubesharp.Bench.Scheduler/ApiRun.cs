using System.Diagnostics;
using System.Net;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Scheduling.V1;
using Kubesharp.Client;
using Kubesharp.Scheduler;
using Kubesharp.Server.Hosting;
using Kubesharp.Store.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Bench.Scheduler;

/// <summary>
/// A workload end to end: store on disk, API server and scheduler in this process. Pods are created and bound through the API server, in
/// process as in <c>kubesharp up</c> or over HTTPS. As with upstream's benchmark the pods are counted by the scheduler's own informer.
/// </summary>
internal sealed class ApiRun : IAsyncDisposable
{
    private const int Creators = 32;
    private static readonly TimeSpan ChurnInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "kubesharp-bench-" + Environment.ProcessId);
    private readonly CancellationTokenSource _stop = new(Patience);
    private readonly List<Task> _running = [];
    private readonly HashSet<string> _awaited = new(StringComparer.Ordinal);
    private TaskCompletionSource _allBound = new();
    private EmbeddedStore _store = null!;
    private ApiServer _server = null!;
    private KubernetesClient _client = null!;
    private SchedulerComponent _scheduler = null!;
    private PodLoad? _load;
    private int _bound;

    private ApiRun()
    {
    }

    public static void WriteHeader(Wire? wire) => Console.WriteLine(
        $"{(wire is null ? "in process" : $"over HTTPS, {wire}"),-28}{"nodes",7}{"pods",8}{"pods/s",9}{"upstream",10}{"times",7}{"CPU us/pod",12}{"B/pod",10}{"heap MiB",10}{"RSS MiB",9}");

    /// <summary>Runs a workload and, unless it is to be silent, writes a line about it.</summary>
    public static async Task RunAsync(Workload workload, Wire? wire, bool silently = false)
    {
        await using var run = new ApiRun();
        await run.StartAsync(wire);
        await run.PrepareAsync(workload);
        GC.Collect();
        var bytes = GC.GetTotalAllocatedBytes();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await run.MeasureAsync(workload);
        watch.Stop();
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        bytes = GC.GetTotalAllocatedBytes() - bytes;
        if (silently) return;
        var process = Process.GetCurrentProcess();
        var resident = process.WorkingSet64;
        GC.Collect();
        var count = workload.Measured.Count;
        var rate = count / watch.Elapsed.TotalSeconds;
        var upstream = workload.Upstream == 0 ? $"{"-",10}{"-",7}" : $"{workload.Upstream,10}{rate / workload.Upstream,7:n1}";
        Console.WriteLine(
            $"{workload.Name,-28}{workload.NodeCount,7}{count,8}{rate,9:n0}{upstream}{cpu.TotalMicroseconds / count,12:n0}{bytes / count,10:n0}"
            + $"{GC.GetTotalMemory(false) / 1048576,10:n0}{resident / 1048576,9:n0}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _scheduler.DisposeAsync();
        if (_load is not null) await _load.DisposeAsync();
        await _server.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        _stop.Dispose();
    }

    private async Task StartAsync(Wire? wire)
    {
        Directory.CreateDirectory(_folder);
        var logs = NullLoggerFactory.Instance;
        _store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Path = Path.Combine(_folder, "state.db") }, TimeProvider.System, NullLogger<EmbeddedStore>.Instance);
        var options = new ApiServerOptions { DataDirectory = _folder, Listen = new IPEndPoint(IPAddress.Loopback, 0), AdvertiseAddress = IPAddress.Loopback };
        _server = await ApiServer.CreateAsync(options, _store, TimeProvider.System, logs);
        await _server.StartAsync(_stop.Token);
        _client = Connect("admin");
        if (wire is { } spoken) _load = await PodLoad.OpenAsync(_server.Endpoint, ConfigOf("admin"), spoken, _stop.Token);
        var client = Connect("system:kube-scheduler");
        var informers = new InformerFactory(client, TimeProvider.System, logs);
        _scheduler = new SchedulerComponent(client, informers, TimeProvider.System, logs, new Random(1));
        informers.For<Pod>().AddHandler(new InformerHandler<Pod> { Added = (pod, _) => Seen(pod), Updated = (_, pod) => Seen(pod) });
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running.Add(Task.Run(() => _scheduler.RunAsync(() => ready.SetResult(), _stop.Token)));
        _running.Add(informers.RunAsync(_stop.Token));
        await ready.Task.WaitAsync(_stop.Token);

        KubernetesClient Connect(string user)
        {
            if (wire is null) return new KubernetesClient(_server.ConnectAs(user, "system:masters"), TimeProvider.System);
            return new KubernetesClient(ConfigOf(user).CreateTransport(TimeProvider.System, speaksProtobuf: wire == Wire.Protobuf), TimeProvider.System);
        }

        ClientConfig ConfigOf(string user)
        {
            var path = Path.Combine(_folder, user.Replace(':', '-') + ".kubeconfig");
            _server.WriteKubeconfig(path, user, "system:masters");
            return ClientConfig.Load(path);
        }
    }

    private async Task PrepareAsync(Workload workload)
    {
        foreach (var ns in new[] { "default", "sched-0", "sched-1" })
        {
            if (ns != "default") await _client.For<Namespace>().CreateAsync(new Namespace { Metadata = ObjectMeta.Empty with { Name = ns } }, _stop.Token);
            await _client.For<ServiceAccount>().CreateAsync(new ServiceAccount { Metadata = ObjectMeta.Empty with { Namespace = ns, Name = "default" } }, _stop.Token);
        }

        await _client.For<PriorityClass>().CreateAsync(new PriorityClass { Metadata = ObjectMeta.Empty with { Name = PodShape.PriorityClass }, Value = PodShape.Priority }, _stop.Token);
        await EachAsync(workload.NodeCount, index => CreateNodeAsync(workload.Nodes.Make(index)));
        if (workload.HasNamedNode) await CreateNodeAsync(NodeShape.MakeNamed(PodShape.NamedNode));
        foreach (var batch in workload.Before) await CreateAndWaitAsync(batch, "before-");
    }

    /// <summary>A new node is tainted until it is known to be ready; no controller runs here that would take the taint away.</summary>
    private async Task CreateNodeAsync(Node node)
    {
        var created = await _client.For<Node>().CreateAsync(node, _stop.Token);
        await _client.For<Node>().UpdateAsync(created with { Spec = created.Spec with { Taints = [] } }, _stop.Token);
    }

    private async Task MeasureAsync(Workload workload)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var churn = workload.Churn is { } shape ? ChurnAsync(shape, done.Token) : Task.CompletedTask;
        await CreateAndWaitAsync(workload.Measured, "");
        await done.CancelAsync();
        await churn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CreateAndWaitAsync(Batch batch, string prefix)
    {
        var allBound = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_awaited)
        {
            _awaited.Clear();
            for (var i = 0; i < batch.Count; i++) _awaited.Add($"{batch.Namespace}/{batch.Shape.NameOf(prefix, i)}");
            _bound = 0;
            _allBound = allBound;
        }

        if (_load is null) await EachAsync(batch.Count, index => _client.For<Pod>().CreateAsync(batch.Shape.Pod(batch.Namespace, prefix, index), _stop.Token));
        else await _load.CreateAsync(batch, prefix, Creators, _stop.Token);
        await allBound.Task.WaitAsync(_stop.Token);
    }

    private async Task ChurnAsync(PodShape shape, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ChurnInterval);
        for (var i = 0; await timer.WaitForNextTickAsync(cancellationToken); i++) await _client.For<Pod>().CreateAsync(shape.Pod("default", i), cancellationToken);
    }

    private void Seen(Pod pod)
    {
        if (pod.Spec.NodeName.Length == 0) return;
        lock (_awaited)
        {
            if (_awaited.Remove($"{pod.Metadata.Namespace}/{pod.Metadata.Name}")) _bound++;
            if (_awaited.Count == 0) _allBound.TrySetResult();
        }
    }

    private static async Task EachAsync(int count, Func<int, Task> action)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Creators).Select(_ => Task.Run(async () =>
        {
            for (var index = Interlocked.Increment(ref next); index < count; index = Interlocked.Increment(ref next)) await action(index);
        })));
    }
}
