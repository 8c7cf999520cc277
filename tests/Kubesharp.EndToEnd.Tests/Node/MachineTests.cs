namespace Kubesharp.EndToEnd.Tests;

/// <summary>
/// What happens to a whole node: its server is killed, it is drained, it is deleted. These tests disturb every pod of the cluster, so
/// that they have one to themselves.
/// </summary>
[Collection(MachineCollection.Name)]
public sealed class MachineTests(MachineCluster machine)
{
    private const string Workloads = $$$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: {{{{TestImages.Web1}}}}
                volumeMounts: [{name: scratch, mountPath: /scratch}]
              volumes: [{name: scratch, emptyDir: {}}]
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: everywhere}
        spec:
          selector: {matchLabels: {app: everywhere}}
          template:
            metadata: {labels: {app: everywhere}}
            spec: {containers: [{name: main, image: {{{{TestImages.Web1}}}}}]}
        """;

    private readonly NodeCluster _cluster = machine.Cluster;

    [SkippableFact]
    public async Task Server_Killed_PodsGoOnAndStayWhatTheyWere()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        using var patience = new CancellationTokenSource(NodeCluster.Patience);
        var kubectl = await _cluster.NamespaceAsync();
        await kubectl.PipeAsync(Workloads, "apply", "-f", "-");
        await kubectl.PipeAsync(Manifests.Pod("once", "echo x >> /count/runs; wc -l < /count/runs; trap 'exit 0' TERM; sleep 100000 & wait", "volumeMounts: [{name: count, mountPath: /count}]", "volumes: [{name: count, emptyDir: {}}]"), "apply", "-f", "-");
        await kubectl.RunAsync("expose", "deployment", "web", "--port=80", "--target-port=8080");
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s");
        await kubectl.RunAsync("rollout", "status", "daemonset/everywhere", "--timeout=60s");
        await kubectl.RunAsync("wait", "pod/once", "--for=condition=Ready", "--timeout=60s");
        var address = new Uri($"http://{await kubectl.RunAsync("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}")}/");
        using var http = _cluster.CreateClient(TimeSpan.FromSeconds(10));
        await Eventually.SucceedsAsync(() => http.GetStringAsync(address));
        var before = await PodsAsync(kubectl);

        await _cluster.KillServerAsync(patience.Token);
        Assert.Null(_cluster.ServerProcess);
        Assert.Equal("version 1\n", await http.GetStringAsync(address, patience.Token));

        await _cluster.UpAsync(patience.Token);
        Assert.Equal("version 1\n", await http.GetStringAsync(address, patience.Token));
        Assert.Equal("1\n", await kubectl.RunAsync("logs", "once"));
        Assert.Equal("1\n", await kubectl.RunAsync("exec", "once", "--", "sh", "-c", "wc -l < /count/runs"));

        // A pod made after the restart proves that the agent has looked at all pods.
        await kubectl.PipeAsync(Manifests.Pod("after", Manifests.Idle), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/after", "--for=condition=Ready", "--timeout=60s");
        await kubectl.RunAsync("delete", "pod", "after");
        Assert.Equal(before, await PodsAsync(kubectl));
        await kubectl.RunAsync("delete", "namespace", kubectl.Namespace);
    }

    [SkippableFact]
    public async Task Node_CordonedAndDrained_LosesItsPodsAndGetsThemBack()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await _cluster.NamespaceAsync();
        await kubectl.PipeAsync(Workloads, "apply", "-f", "-");
        await kubectl.PipeAsync(Manifests.Pod("bare", Manifests.Idle), "apply", "-f", "-");
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s");
        await kubectl.RunAsync("rollout", "status", "daemonset/everywhere", "--timeout=60s");
        await kubectl.RunAsync("wait", "pod/bare", "--for=condition=Ready", "--timeout=60s");

        await kubectl.RunAsync("cordon", NodeCluster.NodeName);
        Assert.Contains("SchedulingDisabled", await kubectl.RunAsync("get", "nodes"), StringComparison.Ordinal);
        await kubectl.PipeAsync(Manifests.Pod("waiting", Manifests.Idle), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/waiting", "--for=condition=PodScheduled=false", "--timeout=60s");
        Assert.Contains("1 node(s) were unschedulable", await kubectl.RunAsync("get", "pod", "waiting", "-o", "jsonpath={.status.conditions[*].message}"), StringComparison.Ordinal);

        var refused = await kubectl.FailAsync("drain", NodeCluster.NodeName);
        Assert.Contains("cannot delete DaemonSet-managed Pods", refused, StringComparison.Ordinal);
        Assert.Contains("cannot delete Pods with local storage", refused, StringComparison.Ordinal);
        Assert.Contains("cannot delete Pods that declare no controller", refused, StringComparison.Ordinal);
        var drained = await kubectl.RunAsync("drain", NodeCluster.NodeName, "--ignore-daemonsets", "--delete-emptydir-data", "--force", "--timeout=90s");
        Assert.Contains($"node/{NodeCluster.NodeName} drained", drained, StringComparison.Ordinal);
        Assert.Equal(
            ["everywhere"], (await kubectl.RunAsync("get", "pods", "--field-selector=spec.nodeName=" + NodeCluster.NodeName, "-o", "jsonpath={.items[*].metadata.labels.app}")).Split(' '));

        await kubectl.RunAsync("uncordon", NodeCluster.NodeName);
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s");
        await kubectl.RunAsync("wait", "pod/waiting", "--for=condition=Ready", "--timeout=60s");
        await kubectl.RunAsync("delete", "namespace", kubectl.Namespace);
    }

    [SkippableFact]
    public async Task Node_Deleted_ItsPodsGoAndARestartBringsItBack()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        using var patience = new CancellationTokenSource(NodeCluster.Patience);
        var kubectl = await _cluster.NamespaceAsync();
        await kubectl.PipeAsync(Workloads, "apply", "-f", "-");
        await kubectl.PipeAsync(Manifests.Pod("bare", Manifests.Idle), "apply", "-f", "-");
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s");
        await kubectl.RunAsync("wait", "pod/bare", "--for=condition=Ready", "--timeout=60s");

        await kubectl.RunAsync("delete", "node", NodeCluster.NodeName);
        await kubectl.RunAsync("wait", "pod/bare", "--for=delete", "--timeout=90s");
        await _cluster.KillServerAsync(patience.Token);
        await _cluster.UpAsync(patience.Token);
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=90s");
        await kubectl.RunAsync("rollout", "status", "daemonset/everywhere", "--timeout=90s");
        await kubectl.RunAsync("delete", "namespace", kubectl.Namespace);
    }

    [SkippableFact]
    public async Task Machine_LosesPower_PodsComeBack()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        using var patience = new CancellationTokenSource(NodeCluster.Patience);
        var kubectl = await _cluster.NamespaceAsync();
        await kubectl.PipeAsync(Workloads, "apply", "-f", "-");
        await kubectl.RunAsync("expose", "deployment", "web", "--port=80", "--target-port=8080");
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s");
        await kubectl.RunAsync("rollout", "status", "daemonset/everywhere", "--timeout=60s");
        var before = await kubectl.RunAsync("get", "pods", "-o", "name");

        await _cluster.LosePowerAsync(patience.Token);
        await _cluster.UpAsync(patience.Token);

        await kubectl.RunAsync("wait", "pod", "--all", "--for=jsonpath={.status.containerStatuses[0].restartCount}=1", "--timeout=90s");
        await kubectl.RunAsync("wait", "pod", "--all", "--for=condition=Ready", "--timeout=90s");
        Assert.Equal(before, await kubectl.RunAsync("get", "pods", "-o", "name"));
        var address = new Uri($"http://{await kubectl.RunAsync("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}")}/");
        using var http = _cluster.CreateClient(TimeSpan.FromSeconds(10));
        Assert.Equal("version 1\n", await Eventually.SucceedsAsync(() => http.GetStringAsync(address)));
        await kubectl.RunAsync("delete", "namespace", kubectl.Namespace);
    }

    [SkippableFact]
    public async Task Drain_AgainstADisruptionBudget_WaitsUntilItAllows()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await _cluster.NamespaceAsync();
        await kubectl.RunAsync("create", "deployment", "web", "--image=" + TestImages.Web1);
        await kubectl.RunAsync("create", "poddisruptionbudget", "web", "--selector=app=web", "--min-available=1");
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s");
        await kubectl.RunAsync("wait", "pdb/web", "--for=jsonpath={.status.currentHealthy}=1", "--timeout=60s");

        string[] drain = ["drain", NodeCluster.NodeName, "--pod-selector=app=web", "--delete-emptydir-data"];
        Assert.Contains("Cannot evict pod as it would violate the pod's disruption budget.", await kubectl.FailAsync([.. drain, "--timeout=1s"]), StringComparison.Ordinal);
        Assert.Equal("1", await kubectl.RunAsync("get", "deployment", "web", "-o", "jsonpath={.status.readyReplicas}"));

        var waiting = kubectl.RunAsync([.. drain, "--timeout=60s"]);
        await kubectl.RunAsync("patch", "pdb", "web", "-p", """{"spec":{"minAvailable":0}}""");
        Assert.Contains("drained", await waiting, StringComparison.Ordinal);
        await kubectl.RunAsync("uncordon", NodeCluster.NodeName);
        await kubectl.RunAsync("delete", "namespace", kubectl.Namespace);
    }

    [SkippableFact]
    public async Task Node_ShortOfProcessNumbers_SaysSoIsTaintedAndEvicts()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        using var patience = new CancellationTokenSource(NodeCluster.Patience);
        var kubectl = await _cluster.NamespaceAsync();
        await kubectl.PipeAsync(Manifests.Pod("victim", Manifests.Idle), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/victim", "--for=condition=Ready", "--timeout=60s");

        // More than a machine can have: it is always short.
        var config = await _cluster.FileAsync("node.yaml", """
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            evictionHard: {pid.available: 1G}
            """);
        await _cluster.KillServerAsync(patience.Token);
        await _cluster.UpAsync(patience.Token, "--node-config", config);

        await kubectl.RunAsync("wait", "node/" + NodeCluster.NodeName, "--for=condition=PIDPressure", "--timeout=60s");
        await kubectl.RunAsync("wait", "pod/victim", "--for=jsonpath={.status.phase}=Failed", "--timeout=60s");
        Assert.Matches(
            @"^Evicted The node was low on resource: pids\. Threshold quantity: 1G, available: [0-9k]+\. $",
            await kubectl.RunAsync("get", "pod", "victim", "-o", "jsonpath={.status.reason} {.status.message}"));
        await Eventually.IsAsync(
            () => kubectl.RunAsync("get", "node", NodeCluster.NodeName, "-o", "jsonpath={.spec.taints[*].key}"), text => text.Contains("node.kubernetes.io/pid-pressure", StringComparison.Ordinal));
        await Eventually.IsAsync(
            () => kubectl.RunAsync("get", "events", "-n", "default", "--field-selector=reason=EvictionThresholdMet", "-o", "jsonpath={.items[*].message}"),
            text => text.Contains("Attempting to reclaim pids", StringComparison.Ordinal));

        await _cluster.KillServerAsync(patience.Token);
        await _cluster.UpAsync(patience.Token);
        await kubectl.RunAsync("wait", "node/" + NodeCluster.NodeName, "--for=condition=PIDPressure=false", "--timeout=60s");
        await kubectl.RunAsync("delete", "namespace", kubectl.Namespace);
    }

    [SkippableFact]
    public async Task Node_ShortOfDisk_RemovesTheImagesThatNobodyUses()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        using var patience = new CancellationTokenSource(NodeCluster.Patience);
        var kubectl = await _cluster.NamespaceAsync();
        await kubectl.PipeAsync(Manifests.Pod("keeper", Manifests.Idle, spec: "priorityClassName: system-node-critical"), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/keeper", "--for=condition=Ready", "--timeout=60s");
        await Eventually.IsAsync(ImagesAsync, text => text.Contains(TestImages.Web2, StringComparison.Ordinal));

        var config = await _cluster.FileAsync("node.yaml", """
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            evictionHard: {imagefs.available: 99.99%}
            imageMinimumGCAge: 1ms
            """);
        await _cluster.KillServerAsync(patience.Token);
        await _cluster.UpAsync(patience.Token, "--node-config", config);

        await Eventually.IsAsync(ImagesAsync, text => !text.Contains(TestImages.Web1, StringComparison.Ordinal) && !text.Contains(TestImages.Web2, StringComparison.Ordinal));
        var left = await ImagesAsync();
        Assert.Contains(TestImages.Busybox, left, StringComparison.Ordinal);
        Assert.Contains("pause", left, StringComparison.Ordinal);
        await kubectl.RunAsync("wait", "node/" + NodeCluster.NodeName, "--for=condition=DiskPressure", "--timeout=60s");
        Assert.Equal("Running", await kubectl.RunAsync("get", "pod", "keeper", "-o", "jsonpath={.status.phase}"));

        await _cluster.KillServerAsync(patience.Token);
        await _cluster.UpAsync(patience.Token);
        await kubectl.RunAsync("wait", "node/" + NodeCluster.NodeName, "--for=condition=DiskPressure=false", "--timeout=60s");
        await _cluster.ImportImagesAsync(patience.Token);
        await kubectl.RunAsync("delete", "namespace", kubectl.Namespace);

        Task<string> ImagesAsync() => kubectl.RunAsync("get", "node", NodeCluster.NodeName, "-o", "jsonpath={.status.images[*].names}");
    }

    [SkippableFact]
    public async Task StaticPod_OfAFile_IsShownByAMirrorAndFollowsTheFile()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        using var patience = new CancellationTokenSource(NodeCluster.Patience);
        var manifest = await _cluster.FileAsync("web.yaml", StaticWeb("one"));
        var config = await _cluster.FileAsync("node.yaml", $$$"""
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            staticPodPath: {{{Path.GetDirectoryName(manifest)}}}
            """);
        await _cluster.KillServerAsync(patience.Token);
        await _cluster.UpAsync(patience.Token, "--node-config", config);
        var kubectl = _cluster.Kubectl.In("kube-system");
        const string Name = "web-" + NodeCluster.NodeName;
        await Eventually.SucceedsAsync(() => kubectl.RunAsync("get", "pod", Name));
        await kubectl.RunAsync("wait", "pod/" + Name, "--for=condition=Ready", "--timeout=60s");
        var uid = await MirrorAsync("{.metadata.uid}");
        Assert.Equal("file Node/node-1 2000001000", await MirrorAsync(
            "{.metadata.annotations.kubernetes\\.io/config\\.source} {.metadata.ownerReferences[0].kind}/{.metadata.ownerReferences[0].name} {.spec.priority}"));
        Assert.Equal("one\n", await kubectl.RunAsync("logs", Name));
        Assert.Equal("one\n", await kubectl.RunAsync("exec", Name, "--", "cat", "/word"));
        Assert.Contains("Started", await kubectl.RunAsync("describe", "pod", Name), StringComparison.Ordinal);

        // The pod itself goes on: only what shows it is made anew.
        var container = await MirrorAsync("{.status.containerStatuses[0].containerID}");
        await kubectl.RunAsync("delete", "pod", Name, "--wait=false");
        await Eventually.IsAsync(() => TryMirrorAsync("{.metadata.uid}"), text => text.Length > 0 && text != uid);
        await kubectl.RunAsync("wait", "pod/" + Name, "--for=condition=Ready", "--timeout=60s");
        Assert.Equal(container, await MirrorAsync("{.status.containerStatuses[0].containerID}"));

        await File.WriteAllTextAsync(manifest, StaticWeb("two"), patience.Token);
        await Eventually.IsAsync(async () => (await kubectl.TryAsync("logs", Name)).Output, text => text == "two\n");
        await kubectl.RunAsync("wait", "pod/" + Name, "--for=condition=Ready", "--timeout=60s");

        container = await MirrorAsync("{.status.containerStatuses[0].containerID}");
        await _cluster.KillServerAsync(patience.Token);
        await _cluster.UpAsync(patience.Token, "--node-config", config);
        Assert.Equal(container, await MirrorAsync("{.status.containerStatuses[0].containerID}"));

        File.Delete(manifest);
        await kubectl.RunAsync("wait", "pod/" + Name, "--for=delete", "--timeout=60s");
        await _cluster.KillServerAsync(patience.Token);
        await _cluster.UpAsync(patience.Token);

        Task<string> MirrorAsync(string path) => kubectl.RunAsync("get", "pod", Name, "-o", "jsonpath=" + path);
        async Task<string> TryMirrorAsync(string path) => (await kubectl.TryAsync("get", "pod", Name, "--ignore-not-found", "-o", "jsonpath=" + path)).Output;
    }

    private static string StaticWeb(string word) => $$$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: kube-system}
        spec:
          priorityClassName: system-node-critical
          terminationGracePeriodSeconds: 5
          containers:
          - name: main
            image: {{{TestImages.Busybox}}}
            command: [sh, -c, "trap 'exit 0' TERM; echo {{{word}}} | tee /word; sleep 100000 & wait"]
        """;

    private static async Task<string[]> PodsAsync(Kubectl kubectl) =>
        (await kubectl.RunAsync("get", "pods", "-o", "jsonpath={range .items[*]}{.metadata.name} {.metadata.uid} {.status.phase} {.status.podIP} {.status.containerStatuses[0].containerID} {.status.containerStatuses[0].restartCount}{'\\n'}{end}"))
            .Split('\n');
}

/// <summary>A cluster for tests that disturb all of it.</summary>
public sealed class MachineCluster : IAsyncLifetime
{
    public NodeCluster Cluster { get; } = new();

    public Task InitializeAsync() => Cluster.InitializeAsync();

    public Task DisposeAsync() => Cluster.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class MachineCollection : ICollectionFixture<MachineCluster>
{
    public const string Name = "machine";
}
