namespace Kubesharp.EndToEnd.Tests;

/// <summary>StatefulSets by kubectl on nodes without machines.</summary>
[Collection(SimulatedClusterCollection.Name)]
public sealed class StatefulSetTests(SimulatedCluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task StatefulSet_CreatedAndScaled_HasNumberedPods()
    {
        var ns = await cluster.NamespaceAsync();
        await ApplyAsync(ns, 3);
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "statefulset/db", "--timeout=90s");
        Assert.Equal("db-0 db-1 db-2", await PodsAsync(ns));
        Assert.Equal("db-1 db 1 db-1", await _kubectl.RunAsync("-n", ns, "get", "pod", "db-1", "-o", "jsonpath={.spec.hostname} {.spec.subdomain} {.metadata.labels.apps\\.kubernetes\\.io/pod-index} {.metadata.labels.statefulset\\.kubernetes\\.io/pod-name}"));
        await _kubectl.RunAsync("-n", ns, "scale", "statefulset/db", "--replicas=1");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/db-1", "pod/db-2", "--for=delete", "--timeout=60s");
        Assert.Equal("db-0", await PodsAsync(ns));
        await _kubectl.RunAsync("-n", ns, "scale", "statefulset/db", "--replicas=2");
        await _kubectl.RunAsync("-n", ns, "wait", "statefulset/db", "--for=jsonpath={.status.availableReplicas}=2", "--timeout=60s");
        var description = await _kubectl.RunAsync("-n", ns, "describe", "statefulset", "db");
        Assert.Contains("create Pod db-0 in StatefulSet db successful", description);
        Assert.Contains("delete Pod db-2 in StatefulSet db successful", description);
        Assert.Contains("Pods Status:        2 Running / 0 Waiting / 0 Succeeded / 0 Failed", description);
    }

    [Fact]
    public async Task StatefulSet_Updated_ReplacesPodsDownToThePartition()
    {
        var ns = await cluster.NamespaceAsync();
        await ApplyAsync(ns, 3, ", \"updateStrategy\": {\"type\": \"RollingUpdate\", \"rollingUpdate\": {\"partition\": 2}}");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "statefulset/db", "--timeout=90s");
        await _kubectl.RunAsync("-n", ns, "set", "image", "statefulset/db", "main=example.test/db:2");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "statefulset/db", "--timeout=90s");
        Assert.Equal("example.test/db:1 example.test/db:1 example.test/db:2", await ImagesAsync(ns));

        // A pod below the partition comes back as it was.
        await ReplaceAsync(ns, "db-0");
        await _kubectl.RunAsync("-n", ns, "wait", "statefulset/db", "--for=jsonpath={.status.availableReplicas}=3", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/db-0", "--for=condition=Ready", "--timeout=60s");
        Assert.Equal("example.test/db:1 example.test/db:1 example.test/db:2", await ImagesAsync(ns));
        await _kubectl.RunAsync("-n", ns, "patch", "statefulset", "db", "-p", "{\"spec\":{\"updateStrategy\":{\"rollingUpdate\":{\"partition\":0}}}}");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "statefulset/db", "--timeout=90s");
        Assert.Equal("example.test/db:2 example.test/db:2 example.test/db:2", await ImagesAsync(ns));
        await _kubectl.RunAsync("-n", ns, "rollout", "undo", "statefulset/db");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "statefulset/db", "--timeout=90s");
        Assert.Equal("example.test/db:1 example.test/db:1 example.test/db:1", await ImagesAsync(ns));
        Assert.Equal("True", await _kubectl.RunAsync("-n", ns, "get", "statefulset", "db", "-o", "go-template={{if eq .status.currentRevision .status.updateRevision}}True{{end}}"));
        Assert.Contains("3 ", await _kubectl.RunAsync("-n", ns, "rollout", "history", "statefulset/db"));
    }

    [Fact]
    public async Task StatefulSet_ParallelOnDelete_WaitsForDeletion()
    {
        var ns = await cluster.NamespaceAsync();
        await ApplyAsync(ns, 3, ", \"podManagementPolicy\": \"Parallel\", \"updateStrategy\": {\"type\": \"OnDelete\"}, \"ordinals\": {\"start\": 5}");
        await _kubectl.RunAsync("-n", ns, "wait", "statefulset/db", "--for=jsonpath={.status.availableReplicas}=3", "--timeout=60s");
        Assert.Equal("db-5 db-6 db-7", await PodsAsync(ns));
        await _kubectl.RunAsync("-n", ns, "set", "image", "statefulset/db", "main=example.test/db:2");
        await _kubectl.RunAsync("-n", ns, "wait", "statefulset/db", "--for=jsonpath={.status.observedGeneration}=2", "--timeout=60s");
        Assert.Equal("example.test/db:1 example.test/db:1 example.test/db:1", await ImagesAsync(ns));
        await ReplaceAsync(ns, "db-6");
        await _kubectl.RunAsync("-n", ns, "wait", "statefulset/db", "--for=jsonpath={.status.updatedReplicas}=1", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/db-6", "--for=condition=Ready", "--timeout=60s");
        Assert.Equal("example.test/db:1 example.test/db:2 example.test/db:1", await ImagesAsync(ns));
    }

    [Fact]
    public async Task StatefulSet_ClaimTemplates_MakeClaimsThatStayOrGo()
    {
        var ns = await cluster.NamespaceAsync();
        const string Claims = ", \"podManagementPolicy\": \"Parallel\", \"persistentVolumeClaimRetentionPolicy\": {\"whenDeleted\": \"Delete\", \"whenScaled\": \"Retain\"}, " +
            "\"volumeClaimTemplates\": [{\"metadata\": {\"name\": \"data\"}, \"spec\": {\"accessModes\": [\"ReadWriteOnce\"], \"resources\": {\"requests\": {\"storage\": \"1Gi\"}}}}]";
        await ApplyAsync(ns, 2, Claims);

        // One at a time: kubectl waits for the creation of the first of several only.
        foreach (var name in new[] { "pvc/data-db-0", "pvc/data-db-1", "pod/db-1" }) await _kubectl.RunAsync("-n", ns, "wait", name, "--for=create", "--timeout=60s");
        Assert.Equal("data-db-1 db", await _kubectl.RunAsync("-n", ns, "get", "pod", "db-1", "-o", "jsonpath={.spec.volumes[?(@.name==\"data\")].persistentVolumeClaim.claimName} {.metadata.labels.app}"));
        await _kubectl.RunAsync("-n", ns, "wait", "pvc/data-db-0", "--for=jsonpath={.metadata.ownerReferences[0].kind}=StatefulSet", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "scale", "statefulset/db", "--replicas=1");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/db-1", "--for=delete", "--timeout=60s");
        Assert.Contains("data-db-1", await _kubectl.RunAsync("-n", ns, "get", "pvc", "-o", "name"));
        await _kubectl.RunAsync("-n", ns, "delete", "statefulset", "db");
        await _kubectl.RunAsync("-n", ns, "wait", "pvc", "--all", "--for=delete", "--timeout=60s");
    }

    /// <summary>
    /// Deletes a pod and waits until another has its name. The waiting of kubectl itself may overlook the end of a pod whose successor comes
    /// within a millisecond: it then waits for the successor to go.
    /// </summary>
    private async Task ReplaceAsync(string ns, string pod)
    {
        var before = await UidAsync();
        await _kubectl.RunAsync("-n", ns, "delete", "pod", pod, "--wait=false");
        await Eventually.IsAsync(UidAsync, uid => uid.Length > 0 && uid != before);

        Task<string> UidAsync() => _kubectl.RunAsync("-n", ns, "get", "pod", pod, "--ignore-not-found", "-o", "jsonpath={.metadata.uid}");
    }

    private Task ApplyAsync(string ns, int replicas, string rest = "") => _kubectl.PipeAsync(
        $$"""
        {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "db"}, "spec": {"serviceName": "db", "replicas": {{replicas}}, "selector": {"matchLabels": {"app": "db"} }, "template": {
          "metadata": {"labels": {"app": "db"} }, "spec": {"containers": [{"name": "main", "image": "example.test/db:1"}]} }{{rest}} } }
        """,
        "-n", ns, "apply", "-f", "-");

    private Task<string> PodsAsync(string ns) => _kubectl.RunAsync("-n", ns, "get", "pods", "-o", "jsonpath={.items[*].metadata.name}");

    private Task<string> ImagesAsync(string ns) => _kubectl.RunAsync("-n", ns, "get", "pods", "-o", "jsonpath={.items[*].spec.containers[0].image}");
}
