using Kubesharp.Api.Core.V1;
using Kubesharp.Client;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Eviction;
using Kubesharp.Node.Images;
using Kubesharp.Node.Machine;
using Kubesharp.Node.Nodes;
using Kubesharp.Node.Pods;
using Kubesharp.Node.StaticPods;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node;

/// <summary>
/// The agent of one node: registers it, takes the pods that are bound to it, and keeps them as they should be. Ending the agent ends no
/// pod; the next one goes on with what runs.
/// </summary>
public sealed partial class NodeAgent : IComponent
{
    private readonly KubernetesClient _client;
    private readonly NodeAgentOptions _options;
    private readonly Func<NodeAgentContext, NodeAgentParts> _parts;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILoggerFactory _logs;
    private readonly ILogger<NodeAgent> _logger;

    /// <summary>Makes an agent; nothing happens before <see cref="RunAsync"/>.</summary>
    /// <param name="client">The API server, as the user <c>system:node:NAME</c>.</param>
    /// <param name="options">Settings.</param>
    /// <param name="parts">Makes volumes, environment, probes and hooks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Chance, for jitter.</param>
    /// <param name="logs">Makes the loggers.</param>
    public NodeAgent(
        KubernetesClient client,
        NodeAgentOptions options,
        Func<NodeAgentContext, NodeAgentParts> parts,
        TimeProvider time,
        Random random,
        ILoggerFactory logs)
    {
        _client = client;
        _options = options.NodeIps.IsDefaultOrEmpty ? options with { NodeIps = NodeAddresses.Detect() } : options;
        _parts = parts;
        _time = time;
        _random = random;
        _logs = logs;
        _logger = logs.CreateLogger<NodeAgent>();
    }

    public string Name => "node";

    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        // One loop that fails ends them all, so that the failure is seen.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var cancel = stop.Token;
        ProtectFromOutOfMemory();
        using var channel = new GrpcChannel(_options.RuntimeEndpoint, _time);
        var cri = new CriClient(channel);
        await WaitForRuntimeAsync(cri, cancel);
        var informers = new InformerFactory(_client, _time, _logs, random: _random);
        await using var recorder = new EventRecorder(_client, _time, "kubelet", _options.NodeName, _logs.CreateLogger<EventRecorder>(), _random);
        var folders = new PodFolders(_options.RootDirectory, _options.PodLogsDirectory);
        var podEvents = new PodEvents(recorder);
        var parts = _parts(new NodeAgentContext(_options, _client, informers, cri, folders, podEvents, _time, _logs));

        var facts = NodeFacts.Read(_options.RootDirectory);
        var health = new RuntimeHealth();
        var runtimeEvents = new RuntimeEvents(cri, new ContainerdEvents(channel), _options, _time, _logs.CreateLogger<RuntimeEvents>());
        var imageFolder = await ImageFolderAsync(cri, cancel);
        var monitor = new PressureMonitor(
            () => NodeSupply.Read(_options.RootDirectory, imageFolder), EvictionThreshold.Of(_options.Eviction), _options.Eviction.PressureTransitionPeriod, _time);
        var registration = new NodeRegistration(
            _client, cri, cri, runtimeEvents, health, recorder, _options, facts, monitor, _time, _logs.CreateLogger<NodeRegistration>());
        var cgroups = MakeCgroups(facts);
        MirrorPods? mirrors = null;
        using var podApi = new PodApi(_client, pod => mirrors is null ? pod : mirrors.AddresseeOf(pod), _time, _logs.CreateLogger<PodApi>());
        var images = new ImagePuller(cri, podEvents, parts.PullSecrets, _time);
        var sandboxes = new SandboxConfigBuilder(_options, folders);
        var containers = new ContainerConfigBuilder(_options, folders, parts.Volumes, parts.Environment, facts.Memory);
        var runtime = new PodRuntime(
            cri, _options, folders, sandboxes, containers, images, parts.Hooks, new RuntimeHandlers(_client), podEvents, _time, _logs.CreateLogger<PodRuntime>());
        var services = new PodWorkerServices(
            _options, runtime, folders, podApi, podEvents, parts.Volumes, parts.Prober, images, cgroups, RestartBackoff.Standard(_time),
            health, _time, _logs.CreateLogger<PodWorker>());
        await using var workers = new PodWorkers(services, cri, () => registration.Current, _logs.CreateLogger<PodWorkers>());

        var staticPods = new StaticPodRunner(
            new StaticPodFolder(_options.StaticPodFolder, _options.NodeName, parts.CompletePod, _logs.CreateLogger<StaticPodFolder>()),
            workers, _options.StaticPodPeriod, _time, _logs.CreateLogger<StaticPodRunner>());
        mirrors = new MirrorPods(_client, () => registration.Current, () => staticPods.Pods, podApi.Resend, _time, _logs.CreateLogger<MirrorPods>());
        staticPods.Changed += mirrors.Wake;
        parts.Prober.ResultChanged += workers.Wake;
        runtimeEvents.PodChanged += workers.Observe;
        health.NetworkCameUp += workers.WakeAll;
        var nodes = informers.For<Api.Core.V1.Node>(fieldSelector: $"metadata.name={_options.NodeName}");
        var pods = informers.For<Pod>(fieldSelector: $"spec.nodeName={_options.NodeName}");
        using var nodeHandler = nodes.AddHandler(new InformerHandler<Api.Core.V1.Node>
        {
            Added = (node, _) => registration.Observe(node),
            Updated = (_, node) => registration.Observe(node),
        });
        using var podHandler = pods.AddHandler(PodHandler(workers, mirrors));
        var use = new ResourceUse(cri, folders, pod => cgroups?.ProcessesOf(_options.CgroupRoot.OfPod(PodResources.QosOf(pod), pod.Metadata.Uid)) ?? 0);
        var collector = new ImageCollector(
            cri, new ImagesInUse(cri, workers).FindAsync, () => FileSystemUse.Of(imageFolder ?? _options.RootDirectory), _options.Images, registration.Warn, _time, _logs.CreateLogger<ImageCollector>());
        var lease = new NodeLease(_client, _options, () => registration.Current, _time, _random, _logs.CreateLogger<NodeLease>());

        // Static pods run whether or not there is an API server: nothing of theirs waits for it. What runs already of them is known
        // before the search for pods that nobody knows.
        if (_options.StaticPodFolder.Length > 0) staticPods.Apply();
        var registered = registration.RegisterAsync(cancel);
        List<Task> loops =
        [
            registered,
            podApi.RunAsync(cancel),
            runtimeEvents.RunAsync(cancel),
            AfterAsync(registered, () => informers.RunAsync(cancel)),
            AfterAsync(registered, () => registration.RunAsync(ready, cancel)),
            AfterAsync(registered, () => lease.RunAsync(cancel)),
            AfterAsync(registered, () => EndOrphansAsync(pods, workers, cancel)),
            AfterAsync(registered, () => ShowStaticPodsAsync(pods, mirrors, cancel)),
            .. _options.StaticPodFolder.Length > 0 ? (IEnumerable<Task>)[staticPods.RunAsync(cancel)] : [],
            new StorageLimits(workers, workers.Evict, use, _time, _logs.CreateLogger<StorageLimits>()).RunAsync(cancel),
            new PodEviction(monitor, workers, workers.Evict, registration.AnnounceEviction, ReclaimDiskAsync, use, _options.Eviction.MaxPodGracePeriod, _time, _logs.CreateLogger<PodEviction>()).RunAsync(cancel),
            collector.RunAsync(cancel),
            .. parts.Loops.Select(loop => loop(workers, cancel)),
        ];
        await RunTogetherAsync(loops, stop, cancellationToken);
        return;

        async Task ReclaimDiskAsync(CancellationToken token)
        {
            await new DeadContainers(cri).RemoveAsync(token);
            await collector.RemoveUnusedAsync(token);
        }
    }

    private static InformerHandler<Pod> PodHandler(PodWorkers workers, MirrorPods mirrors)
    {
        return new InformerHandler<Pod>
        {
            Added = (pod, _) => Set(pod),
            Updated = (before, pod) =>
            {
                // Another pod of the same name: the old one was removed while nobody watched.
                if (before.Metadata.Uid != pod.Metadata.Uid) Remove(before);
                Set(pod);
            },
            Deleted = (pod, _) => Remove(pod),
        };

        void Set(Pod pod)
        {
            if (pod.IsMirror()) mirrors.Set(pod);
            else workers.Set(OfApi(pod));
        }

        void Remove(Pod pod)
        {
            if (pod.IsMirror()) mirrors.Remove(pod);
            else workers.Remove(pod);
        }
    }

    /// <summary>What users write on a pod does not make it one of the node's own.</summary>
    private static Pod OfApi(Pod pod) => pod.IsStatic()
        ? pod with { Metadata = pod.Metadata with { Annotations = pod.Metadata.Annotations.Set(WellKnownAnnotations.ConfigSource, PodExtensions.ApiSource) } }
        : pod;

    private static async Task AfterAsync(Task first, Func<Task> then)
    {
        await first;
        await then();
    }

    private static async Task ShowStaticPodsAsync(IInformer<Pod> pods, MirrorPods mirrors, CancellationToken cancel)
    {
        await pods.WaitForSyncAsync(cancel);
        await mirrors.RunAsync(cancel);
    }

    private static async Task RunTogetherAsync(List<Task> loops, CancellationTokenSource stop, CancellationToken asked)
    {
        while (loops.Count > 0)
        {
            var done = await Task.WhenAny(loops);
            loops.Remove(done);
            if (done.IsCompletedSuccessfully && !stop.IsCancellationRequested) continue;
            if (!stop.IsCancellationRequested) await stop.CancelAsync();
            if (done.IsFaulted) await done;
        }

        asked.ThrowIfCancellationRequested();
    }

    private static async Task EndOrphansAsync(IInformer<Pod> pods, PodWorkers workers, CancellationToken cancel)
    {
        await pods.WaitForSyncAsync(cancel);
        await workers.EndOrphansAsync(cancel);
    }

    /// <summary>Makes the cgroups of the classes; null where the process may not make any.</summary>
    private CgroupManager? MakeCgroups(NodeFacts facts)
    {
        try
        {
            var manager = new CgroupManager(CgroupFileSystem.Detect(), _options.CgroupDriver, _logs.CreateLogger<CgroupManager>());
            manager.Ensure(_options.CgroupRoot, new CgroupResources { CpuShares = CpuMath.SharesOf(facts.Processors * 1000L) });
            manager.Ensure(_options.CgroupRoot.OfClass(PodQosClass.Burstable), new CgroupResources());
            manager.Ensure(_options.CgroupRoot.OfClass(PodQosClass.BestEffort), new CgroupResources { CpuShares = CpuMath.MinShares });
            return manager;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            Log.NoCgroups(_logger, e);
            return null;
        }
    }

    /// <summary>Where the runtime keeps images; null where it does not tell.</summary>
    private static async Task<string?> ImageFolderAsync(CriClient cri, CancellationToken cancel) =>
        (await cri.ImageFsInfoAsync(cancel)).ImageFilesystems.FirstOrDefault()?.FsId?.Mountpoint;

    private async Task WaitForRuntimeAsync(CriClient cri, CancellationToken cancel)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                var version = await cri.VersionAsync(cancel);
                Log.Runtime(_logger, version.RuntimeName, version.RuntimeVersion);
                return;
            }
            catch (GrpcException e)
            {
                if (tries == 0) Log.RuntimeAway(_logger, _options.RuntimeEndpoint, e.GetBaseException().Message);
                await Task.Delay(_options.RelistPeriod, _time, cancel);
            }
        }
    }

    /// <summary>The agent is the last that should die when memory runs out; a process without the capability stays where it is.</summary>
    private void ProtectFromOutOfMemory()
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", OomScore.Agent.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotProtected(_logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Pods get no cgroups of their own", EventName = "NoCgroups")]
        public static partial void NoCgroups(ILogger logger, Exception e);

        [LoggerMessage(2, LogLevel.Information, "Container runtime is {name} {version}", EventName = "Runtime")]
        public static partial void Runtime(ILogger logger, string name, string version);

        [LoggerMessage(3, LogLevel.Warning, "Container runtime at {endpoint} does not answer ({reason}); the node waits for it", EventName = "RuntimeAway")]
        public static partial void RuntimeAway(ILogger logger, string endpoint, string reason);

        [LoggerMessage(4, LogLevel.Debug, "The agent's oom_score_adj stays as it is", EventName = "NotProtected")]
        public static partial void NotProtected(ILogger logger, Exception e);
    }
}
