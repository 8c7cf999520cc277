using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Images;
using Kubesharp.Node.Pods;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Node.Tests.Pods;

/// <summary>Pod workers on the tests' containerd, with everything else faked. Made twice, it is an agent that was restarted.</summary>
internal sealed class WorkerHarness : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _events;

    public WorkerHarness(ContainerRuntimeFixture fixture, FakePodApi? api = null, Kubesharp.Api.Core.V1.Node? node = null)
    {
        Api = api ?? new FakePodApi();
        var time = TimeProvider.System;
        var options = new NodeAgentOptions
        {
            NodeName = "node-1",
            NodeIps = ["10.1.1.1"],
            RootDirectory = Path.Combine(fixture.Folder, "kubelet"),
            PodLogsDirectory = Path.Combine(fixture.Folder, "pod-logs"),
            CgroupRoot = fixture.Cgroup,
        };
        Folders = new PodFolders(options.RootDirectory, options.PodLogsDirectory);
        var folders = Folders;
        var images = new ImagePuller(fixture.Cri, Parts, Parts, time);
        var runtime = new PodRuntime(
            fixture.Cri,
            options,
            folders,
            new SandboxConfigBuilder(options, folders),
            new ContainerConfigBuilder(options, folders, Parts, Parts, 8L << 30),
            images,
            Parts,
            Parts,
            Parts,
            time,
            NullLogger<PodRuntime>.Instance);
        Cgroups = new CgroupManager(CgroupFileSystem.Detect(), Kubesharp.Node.Cgroups.CgroupDriver.Cgroupfs, NullLogger<CgroupManager>.Instance);
        Cgroups.Ensure(options.CgroupRoot.OfClass(PodQosClass.Burstable), new CgroupResources());
        var services = new PodWorkerServices(
            options, runtime, folders, Api, Parts, Parts, Parts, images, Cgroups, RestartBackoff.Standard(time), new RuntimeHealth(), time, NullLogger<PodWorker>.Instance);
        Workers = new PodWorkers(services, fixture.Cri, () => node, NullLogger<PodWorkers>.Instance);
        var events = new RuntimeEvents(fixture.Cri, new ContainerdEvents(fixture.Channel), options, time, NullLogger<RuntimeEvents>.Instance);
        events.PodChanged += Workers.Observe;
        Parts.ResultChanged += Workers.Wake;
        _events = events.RunAsync(_stop.Token);
    }

    public FakeParts Parts { get; } = new();

    public FakePodApi Api { get; }

    public PodWorkers Workers { get; }

    public CgroupManager Cgroups { get; }

    public PodFolders Folders { get; }

    /// <summary>A pod of one shell container.</summary>
    public static Pod Shell(string script, string restartPolicy = RestartPolicy.Always, long grace = 30) => new()
    {
        Metadata = new ObjectMeta { Name = "p" + Guid.NewGuid().ToString("N")[..8], Namespace = "default", Uid = Guid.NewGuid().ToString(), Generation = 1 },
        Spec = new PodSpec
        {
            RestartPolicy = restartPolicy,
            TerminationGracePeriodSeconds = grace,
            DnsPolicy = DNSPolicy.ClusterFirst,
            Containers = [ShellContainer("main", script)],
        },
    };

    public static Container ShellContainer(string name, string script) => new()
    {
        Name = name,
        Image = ContainerRuntimeFixture.Busybox,
        ImagePullPolicy = PullPolicy.IfNotPresent,
        Command = ["/bin/sh", "-c", script],
        TerminationMessagePath = "/dev/termination-log",
    };

    /// <summary>Deletes the pod as the API server would: first with grace, then, once the node has let go of it, for good.</summary>
    public async Task DeleteAsync(Pod pod, CancellationToken cancel)
    {
        var grace = pod.Metadata.DeletionGracePeriodSeconds ?? pod.Spec.TerminationGracePeriodSeconds ?? 30;
        Workers.Set(Deleting(pod, grace));
        await Api.DeletionAsync(pod, cancel);
        Workers.Remove(Deleting(pod, 0));
    }

    public static Pod Deleting(Pod pod, long grace) => pod with
    {
        Metadata = pod.Metadata with { DeletionTimestamp = DateTimeOffset.UnixEpoch, DeletionGracePeriodSeconds = grace },
    };

    public async ValueTask DisposeAsync()
    {
        await Workers.DisposeAsync();
        await _stop.CancelAsync();
        await _events.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
