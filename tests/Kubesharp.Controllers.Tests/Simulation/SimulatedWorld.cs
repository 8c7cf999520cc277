using System.Net;
using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Coordination.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Server.Hosting;
using Kubesharp.Store.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Controllers.Tests.Simulation;

/// <summary>A cluster whose clock, nodes and crashes a test controls: the real API server and the real controllers, and nodes that act when told to.</summary>
internal sealed class SimulatedWorld : IDisposable
{
    public const string Namespace = "default";
    private readonly string _folder = Directory.CreateTempSubdirectory("kubesharp-sim-").FullName;
    private readonly InMemoryStore _store;
    private readonly ApiServer _server;
    private readonly SimulationTransport _direct;
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _running = [];
    private readonly Dictionary<string, Pod> _seen = new(StringComparer.Ordinal);
    private Manager? _manager;
    private int _nodes;

    public SimulatedWorld(int seed)
    {
        Random = new Random(seed);
        _store = new InMemoryStore(Time);
        var options = new ApiServerOptions { DataDirectory = _folder, Listen = new IPEndPoint(IPAddress.Loopback, 0), Seed = seed };
        _server = Task.Run(async () =>
        {
            var server = await ApiServer.CreateAsync(options, _store, Time, NullLoggerFactory.Instance);
            await server.StartAsync(CancellationToken.None);
            return server;
        }).GetAwaiter().GetResult();
        _direct = new SimulationTransport(_server.ConnectAs("tester", "system:masters"), Loop);
        Client = new KubernetesClient(_direct, Time, "tester");
        var informers = new InformerFactory(Client, Time, NullLoggerFactory.Instance, random: new Random(seed));
        Pods = informers.For<Pod>();
        Pods.AddHandler(new InformerHandler<Pod> { Added = (pod, _) => _seen[pod.Metadata.Uid] = pod, Updated = (_, pod) => _seen[pod.Metadata.Uid] = pod, Deleted = (pod, _) => _seen[pod.Metadata.Uid] = pod });
        _running.Add(Loop.Inside(() => informers.RunAsync(_end.Token)));
        for (var i = 0; i < 3; i++) AddNode();
        Boot();
    }

    public ManualTimeProvider Time { get; } = new();

    public SimulationLoop Loop { get; } = new();

    public Random Random { get; }

    /// <summary>A user of the cluster.</summary>
    public KubernetesClient Client { get; }

    public IInformer<Pod> Pods { get; }

    /// <summary>The last state of every pod there ever was.</summary>
    public IReadOnlyCollection<Pod> EverSeen => _seen.Values;

    public HashSet<string> LiveNodes { get; } = new(StringComparer.Ordinal);

    public int Crashes { get; private set; }

    public void Dispose()
    {
        StopManager();
        _end.Cancel();
        Loop.Until(() => _running.TrueForAll(task => task.IsCompleted));
        Task.Run(async () =>
        {
            await _server.DisposeAsync();
            await _store.DisposeAsync();
        }).GetAwaiter().GetResult();
        Loop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Starts the controllers; what they knew before is lost.</summary>
    public void Boot()
    {
        var transport = new SimulationTransport(_server.ConnectAs("system:kube-controller-manager", "system:masters"), Loop);
        var client = new KubernetesClient(transport, Time, "kube-controller-manager");
        var informers = new InformerFactory(client, Time, NullLoggerFactory.Instance, random: new Random(Random.Next()));
        var context = new ControllerContext(client, informers, Time, NullLoggerFactory.Instance, new Random(Random.Next()));
        var stop = new CancellationTokenSource();
        var manager = new ControllerManager(context, "certificate", IPNetwork.Parse("10.244.0.0/16"), _server.Authority.Sign, _server.SignSecretToken);
        var tasks = Loop.Inside(() => new[] { manager.RunAsync(static () => { }, stop.Token), informers.RunAsync(stop.Token) });
        _manager = new Manager(transport, informers, stop, tasks);
    }

    /// <summary>The controllers die at one of their next writes, and start again when that is found out.</summary>
    public void PlanCrash() => _manager!.Transport.DieAfter(Random.Next(12), Random.Next(2) == 0);

    /// <summary>Lets things happen: a little, or all that can happen without time.</summary>
    public void Run(bool toTheEnd)
    {
        if (!toTheEnd)
        {
            Loop.Pump(Random.Next(60));
            return;
        }

        Loop.Until(() => _direct.IsQuiet && (_manager!.Transport.IsDead || (_manager.Transport.IsQuiet && _manager.HasStarted && IsCurrent())));
        if (!_manager!.Transport.IsDead) return;
        Crashes++;
        StopManager();
        Boot();
        Run(toTheEnd: true);
    }

    /// <summary>Moves the clock in steps in which live nodes say that they are alive.</summary>
    public void Advance(TimeSpan by)
    {
        for (var left = by; left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(10))
        {
            var step = left < TimeSpan.FromSeconds(10) ? left : TimeSpan.FromSeconds(10);
            Loop.Inside(() =>
            {
                Time.Advance(step);
                return 0;
            });
            foreach (var node in LiveNodes) Do(() => RenewAsync(node));
            Run(toTheEnd: true);
        }
    }

    public void Do(Func<Task> action) => Loop.Complete(action);

    public T Get<T>(Func<Task<T>> action) => Loop.Complete(action);

    public List<T> List<T>()
        where T : class, IResource<T> => [.. Get(() => Client.For<T>().ListAsync(Namespace, null, default)).Items];

    public void AddNode()
    {
        var name = $"node-{_nodes++}";
        LiveNodes.Add(name);
        Do(async () =>
        {
            var ready = new NodeCondition { Type = NodeConditionType.Ready, Status = ConditionStatus.True, LastHeartbeatTime = Time.GetUtcNow(), LastTransitionTime = Time.GetUtcNow() };
            var node = await Client.For<Node>().CreateAsync(new Node { Metadata = new ObjectMeta { Name = name } }, default);
            node = node with { Metadata = node.Metadata with { ResourceVersion = "" }, Status = node.Status with { Conditions = [ready] } };
            await Client.For<Node>().UpdateStatusAsync(node, default);
            await Client.For<Lease>().CreateAsync(
                new Lease { Metadata = new ObjectMeta { Name = name, Namespace = "kube-node-lease" }, Spec = new LeaseSpec { HolderIdentity = name, LeaseDurationSeconds = 40, RenewTime = Time.GetUtcNow() } }, default);
        });
    }

    /// <summary>A node is lost for good, with what it ran.</summary>
    public void LoseNode()
    {
        if (LiveNodes.Count < 2) return;
        var name = LiveNodes.ElementAt(Random.Next(LiveNodes.Count));
        LiveNodes.Remove(name);
        Do(() => Client.For<Node>().DeleteAsync("", name, default));
        AddNode();
    }

    /// <summary>The scheduler and the nodes do their part of the work: bind, start, stop.</summary>
    /// <param name="share">Chance that a pod is looked at.</param>
    /// <param name="ends">What becomes of a running pod: its exit code, or null when it goes on.</param>
    public void WorkOnPods(double share, Func<Pod, int?> ends)
    {
        foreach (var pod in List<Pod>())
        {
            if (Random.NextDouble() > share) continue;
            try
            {
                Do(() => WorkOnAsync(pod, ends));
            }
            catch (StatusException e) when (e.IsNotFound || e.IsConflict)
            {
                // Changed since it was listed; there is a next time.
            }
        }
    }

    private async Task WorkOnAsync(Pod pod, Func<Pod, int?> ends)
    {
        var pods = Client.For<Pod>();
        var ns = pod.Metadata.Namespace;
        if (!pod.IsScheduled())
        {
            if (pod.IsTerminating()) return;
            var target = LiveNodes.ElementAt(Random.Next(LiveNodes.Count));
            await pods.CreateSubresourceAsync<Binding, Status>(ns, pod.Metadata.Name, "binding", new Binding { Metadata = new ObjectMeta { Name = pod.Metadata.Name, Uid = pod.Metadata.Uid }, Target = new ObjectReference { Kind = "Node", Name = target } }, default);
        }
        else if (!LiveNodes.Contains(pod.Spec.NodeName))
        {
            return;
        }
        else if (pod.IsTerminating())
        {
            if (!pod.IsTerminal()) await pods.UpdateStatusAsync(pod with { Status = Ended(pod, 143) }, default);
            await pods.DeleteAsync(ns, pod.Metadata.Name, default, new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = pod.Metadata.Uid } });
        }
        else if (pod.Status.Phase is PodPhase.Pending)
        {
            await pods.UpdateStatusAsync(pod with { Status = Ready(pod.Status with { Phase = PodPhase.Running }, ConditionStatus.True) }, default);
        }
        else if (pod.Status.Phase == PodPhase.Running && ends(pod) is { } exitCode)
        {
            await pods.UpdateStatusAsync(pod with { Status = Ended(pod, exitCode) }, default);
        }
    }

    private PodStatus Ready(PodStatus status, string value) => status.WithCondition(new PodCondition { Type = PodConditionType.Ready, Status = value }, Time.GetUtcNow());

    private PodStatus Ended(Pod pod, int exitCode) => Ready(pod.Status, ConditionStatus.False) with
    {
        Phase = exitCode == 0 ? PodPhase.Succeeded : PodPhase.Failed,
        ContainerStatuses = pod.Spec.Containers.Select(container => new ContainerStatus
        {
            Name = container.Name,
            Image = container.Image,
            State = new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = exitCode, FinishedAt = Time.GetUtcNow() } },
        }).ToValueList(),
    };

    private async Task RenewAsync(string node)
    {
        var lease = await Client.For<Lease>().GetAsync("kube-node-lease", node, default);
        await Client.For<Lease>().UpdateAsync(lease with { Spec = lease.Spec with { RenewTime = Time.GetUtcNow() } }, default);
    }

    /// <summary>Stops the controllers, until <see cref="Boot"/>.</summary>
    public void StopManager()
    {
        if (_manager is not { } manager) return;
        manager.Transport.Die();
        Loop.Inside(() =>
        {
            manager.Stop.Cancel();
            return 0;
        });
        Loop.Until(() => Array.TrueForAll(manager.Tasks, task => task.IsCompleted));
        manager.Stop.Dispose();
        _manager = null;
    }

    /// <summary>Whether the caches of the controllers hold what the server holds.</summary>
    private bool IsCurrent() =>
        Same<Pod>() && Same<Job>() && Same<CronJob>() && Same<ReplicaSet>() && Same<Deployment>() && Same<StatefulSet>() && Same<DaemonSet>() && Same<ControllerRevision>() && Same<PersistentVolumeClaim>() && Same<Node>("");

    private bool Same<T>(string ns = Namespace)
        where T : class, IResource<T>
    {
        var stored = Task.Run(() => Client.For<T>().ListAsync(ns, null, default)).GetAwaiter().GetResult().Items.ToDictionary(item => item.Metadata.Uid, item => item.Metadata.ResourceVersion);
        return Holds(_manager!.Informers.For<T>().List(), stored, ns) && Holds(_manager.Informers.ForMetadata(T.Resource.Gvr).List(), stored, ns)
            && (typeof(T) != typeof(Pod) || Holds(Pods.List(), stored, ns));
    }

    private static bool Holds<T>(IReadOnlyCollection<T> cached, Dictionary<string, string> stored, string ns)
        where T : class, IKubernetesObject
    {
        var here = cached.Where(item => item.Metadata.Namespace == ns).ToList();
        return here.Count == stored.Count && here.TrueForAll(item => stored.TryGetValue(item.Metadata.Uid, out var revision) && revision == item.Metadata.ResourceVersion);
    }

    private sealed record Manager(SimulationTransport Transport, InformerFactory Informers, CancellationTokenSource Stop, Task[] Tasks)
    {
        /// <summary>Whether every cache has been filled once.</summary>
        public bool HasStarted => Informers.For<Pod>().HasSynced && Informers.For<Job>().HasSynced && Informers.For<StatefulSet>().HasSynced && Informers.For<Deployment>().HasSynced;
    }
}
