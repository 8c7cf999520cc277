using System.Diagnostics;
using Kubesharp.Node.Cgroups;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.EndToEnd.Tests;

/// <summary>How pods end.</summary>
[Collection(NodeClusterCollection.Name)]
public sealed class TerminationTests(NodeCluster cluster)
{
    [SkippableFact]
    public async Task Deletion_OfAStubbornPod_IsHookThenTermThenKill()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        const string Stubborn = "trap 'echo term' TERM; echo up; while :; do sleep 0.2; done";
        const string Hook = "lifecycle: {preStop: {exec: {command: [sh, -c, 'echo hook begins > /proc/1/fd/1; sleep 1; echo hook ends > /proc/1/fd/1']}}}";
        await kubectl.PipeAsync(Manifests.Pod("stubborn", Stubborn, Hook, "terminationGracePeriodSeconds: 4"), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/stubborn", "--for=condition=Ready", "--timeout=60s");
        await using var log = kubectl.Start("logs", "-f", "stubborn");
        await log.UntilAsync("up\n");

        var watch = Stopwatch.StartNew();
        var deletion = kubectl.RunAsync("delete", "pod", "stubborn");
        await log.UntilAsync("term\n");
        var asked = watch.Elapsed;
        await deletion;
        var killed = watch.Elapsed;
        await log.EndAsync();

        Assert.Equal("up\nhook begins\nhook ends\nterm\n", log.Text);
        Assert.True(asked >= TimeSpan.FromSeconds(1), $"the stop signal came after {asked}, before the hook's second was over");
        Assert.True(killed >= TimeSpan.FromSeconds(4), $"the pod was gone after {killed}, before its 4 s of grace were over");
        Assert.True(killed < TimeSpan.FromSeconds(20), $"the pod was gone only after {killed}");
        var events = await kubectl.RunAsync("get", "events", "--field-selector=reason=Killing", "-o", "jsonpath={.items[*].message}");
        Assert.Equal("Stopping container main", events);
    }

    [SkippableFact]
    public async Task Deletion_OfAPodThatListens_EndsAsSoonAsItDoes()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        const string Polite = "trap 'echo bye; exit 0' TERM; echo up; sleep 100000 & wait";
        await kubectl.PipeAsync(Manifests.Pod("polite", Polite, spec: "terminationGracePeriodSeconds: 600"), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/polite", "--for=condition=Ready", "--timeout=60s");
        await using var log = kubectl.Start("logs", "-f", "polite");
        await log.UntilAsync("up\n");
        await kubectl.RunAsync("delete", "pod", "polite", "--timeout=60s");
        await log.EndAsync();
        Assert.Equal("up\nbye\n", log.Text);
    }

    [SkippableFact]
    public async Task Deletion_Forced_FreesTheNameAtOnceAndTheContainersSoon()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await kubectl.PipeAsync(Manifests.Pod("deaf", "trap '' TERM; while :; do sleep 1; done", spec: "terminationGracePeriodSeconds: 3600"), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/deaf", "--for=condition=Ready", "--timeout=60s");
        var uid = await kubectl.RunAsync("get", "pod", "deaf", "-o", "jsonpath={.metadata.uid}");
        Assert.Contains(uid, Cgroups());

        Assert.Contains("pod \"deaf\" force deleted", await kubectl.RunAsync("delete", "pod", "deaf", "--force", "--grace-period=0"), StringComparison.Ordinal);
        Assert.Contains("not found", await kubectl.FailAsync("get", "pod", "deaf"), StringComparison.Ordinal);
        await Eventually.IsAsync(() => Task.FromResult(string.Join(' ', Cgroups())), pods => !pods.Contains(uid, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Pod_OfSeveralContainers_EndsSidecarsLast()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        const string Sidecar = $$$$"""
            initContainers:
            - {name: before, image: {{{{TestImages.Busybox}}}}, command: [sh, -c, "echo before > /shared/log"], volumeMounts: [{name: shared, mountPath: /shared}]}
            - name: side
              image: {{{{TestImages.Busybox}}}}
              restartPolicy: Always
              command: [sh, -c, "trap 'cat /shared/log; exit 0' TERM; echo side >> /shared/log; sleep 100000 & wait"]
              volumeMounts: [{name: shared, mountPath: /shared}]
            volumes: [{name: shared, emptyDir: {medium: Memory}}]
            """;
        const string Main = "echo main >> /shared/log; trap 'echo main ends >> /shared/log; exit 0' TERM; sleep 100000 & wait";
        await kubectl.PipeAsync(Manifests.Pod("family", Main, "volumeMounts: [{name: shared, mountPath: /shared}]", Sidecar), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/family", "--for=condition=Ready", "--timeout=60s");
        await using var log = kubectl.Start("logs", "-f", "family", "-c", "side");
        await kubectl.RunAsync("delete", "pod", "family");
        await log.EndAsync();
        Assert.Equal("before\nside\nmain\nmain ends\n", log.Text);
    }

    [SkippableFact]
    public async Task Pods_ThatRunToTheirEnd_SucceedOrFail()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await Task.WhenAll(
            kubectl.PipeAsync(Manifests.Pod("good", "echo done > /dev/termination-log", spec: "restartPolicy: Never"), "apply", "-f", "-"),
            kubectl.PipeAsync(Manifests.Pod("bad", "echo why >&2; exit 4", "terminationMessagePolicy: FallbackToLogsOnError", "restartPolicy: OnFailure\nactiveDeadlineSeconds: 600"), "apply", "-f", "-"),
            kubectl.PipeAsync(Manifests.Pod("late", Manifests.Idle, spec: "restartPolicy: Never\nactiveDeadlineSeconds: 1"), "apply", "-f", "-"));
        await Task.WhenAll(
            kubectl.RunAsync("wait", "pod/good", "--for=jsonpath={.status.phase}=Succeeded", "--timeout=60s"),
            kubectl.RunAsync("wait", "pod/bad", "--for=jsonpath={.status.containerStatuses[0].restartCount}=1", "--timeout=60s"),
            kubectl.RunAsync("wait", "pod/late", "--for=jsonpath={.status.phase}=Failed", "--timeout=60s"));
        Assert.Equal("done\n", await kubectl.RunAsync("get", "pod", "good", "-o", "jsonpath={.status.containerStatuses[0].state.terminated.message}"));
        Assert.Equal("4 why\n", await kubectl.RunAsync("get", "pod", "bad", "-o", "jsonpath={.status.containerStatuses[0].lastState.terminated.exitCode} {.status.containerStatuses[0].lastState.terminated.message}"));
        Assert.Equal("DeadlineExceeded", await kubectl.RunAsync("get", "pod", "late", "-o", "jsonpath={.status.reason}"));
    }

    /// <summary>UIDs of the pods that have processes or had them a moment ago.</summary>
    private IEnumerable<string> Cgroups() => new CgroupManager(CgroupFileSystem.Detect(), CgroupDriver.Cgroupfs, NullLogger<CgroupManager>.Instance)
        .ListPods(cluster.Folder.CgroupRoot).Keys;
}
