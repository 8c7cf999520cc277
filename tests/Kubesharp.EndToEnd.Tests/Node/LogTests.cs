using System.Globalization;

namespace Kubesharp.EndToEnd.Tests;

/// <summary>kubectl logs.</summary>
[Collection(NodeClusterCollection.Name)]
public sealed class LogTests(NodeCluster cluster)
{
    private const string TwoVoices = $$$$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: two, labels: {app: two}}
        spec:
          initContainers:
          - {name: first, image: {{{{TestImages.Busybox}}}}, command: [echo, from first]}
          containers:
          - {name: left, image: {{{{TestImages.Busybox}}}}, command: [sh, -c, "echo from left; trap 'exit 0' TERM; sleep 100000 & wait"]}
          - {name: right, image: {{{{TestImages.Busybox}}}}, command: [sh, -c, "echo from right; echo complaint >&2; trap 'exit 0' TERM; sleep 100000 & wait"]}
        """;

    [SkippableFact]
    public async Task Logs_Followed_ShowLinesAsTheyComeAndEndWithTheContainer()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        const string Speaker = "echo begin; while [ ! -e /tmp/say ]; do sleep 0.1; done; cat /tmp/say; while [ ! -e /tmp/end ]; do sleep 0.1; done; echo end";
        await kubectl.PipeAsync(Manifests.Pod("speaker", Speaker, spec: "restartPolicy: Never"), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/speaker", "--for=condition=Ready", "--timeout=60s");
        await using var follow = kubectl.Start("logs", "-f", "speaker");
        await follow.UntilAsync("begin\n");
        await kubectl.RunAsync("exec", "speaker", "--", "sh", "-c", "echo middle > /tmp/part; mv /tmp/part /tmp/say");
        await follow.UntilAsync("begin\nmiddle\n");
        await kubectl.RunAsync("exec", "speaker", "--", "touch", "/tmp/end");
        Assert.Equal(0, await follow.EndAsync());
        Assert.Equal("begin\nmiddle\nend\n", follow.Text);
        Assert.Equal("begin\nmiddle\nend\n", await kubectl.RunAsync("logs", "speaker"));
        Assert.Equal("end\n", await kubectl.RunAsync("logs", "speaker", "--tail=1"));
        Assert.Equal("", await kubectl.RunAsync("logs", "speaker", "--since-time=2999-01-01T00:00:00Z"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT[^ ]+Z begin\n", await kubectl.RunAsync("logs", "speaker", "--timestamps"));
    }

    [SkippableFact]
    public async Task Logs_OfAllContainers_AreNamed()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await kubectl.PipeAsync(TwoVoices, "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/two", "--for=condition=Ready", "--timeout=60s");
        var all = await Eventually.IsAsync(
            () => kubectl.RunAsync("logs", "two", "--all-containers", "--prefix"), text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 4);
        foreach (var line in (string[])["[pod/two/first] from first\n", "[pod/two/left] from left\n", "[pod/two/right] from right\n", "[pod/two/right] complaint\n"])
            Assert.Contains(line, all, StringComparison.Ordinal);

        // The two streams come through pipes of their own, so their order is open.
        Assert.Equal(["complaint", "from right"], (await kubectl.RunAsync("logs", "two", "-c", "right")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        Assert.Equal("from left\n", await kubectl.RunAsync("logs", "two"));
        Assert.Contains("from left", await kubectl.RunAsync("logs", "-l", "app=two", "-c", "left"), StringComparison.Ordinal);
        Assert.Contains("container absent is not valid for pod two", await kubectl.FailAsync("logs", "two", "-c", "absent"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Logs_OfTheRunBefore_AreKept()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        const string Counting = "n=$(cat /count/n 2>/dev/null || echo 0); n=$((n+1)); echo $n > /count/n; echo run $n; [ $n -gt 1 ] || exit 1; trap 'exit 0' TERM; sleep 100000 & wait";
        await kubectl.PipeAsync(
            Manifests.Pod("again", Counting, "volumeMounts: [{name: count, mountPath: /count}]", "volumes: [{name: count, emptyDir: {}}]"), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/again", "--for=jsonpath={.status.containerStatuses[0].restartCount}=1", "--timeout=60s");
        Assert.Equal("run 1\n", await kubectl.RunAsync("logs", "again", "--previous"));
        Assert.Equal("run 2\n", await Eventually.IsAsync(() => kubectl.RunAsync("logs", "again"), text => text.Length > 0));
    }

    [SkippableFact]
    public async Task Logs_ThatGrowLarge_AreRotatedAndStillRead()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        const string Chatter = "head -c 11000000 /dev/zero | tr '\\\\0' 'x' | fold -w 1000; echo full; while [ ! -e /tmp/say ]; do sleep 0.1; done; echo after; trap 'exit 0' TERM; sleep 100000 & wait";
        await kubectl.PipeAsync(Manifests.Pod("chatter", Chatter.Replace("\\\\", "\\", StringComparison.Ordinal)), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/chatter", "--for=condition=Ready", "--timeout=60s");
        await using var follow = kubectl.Start("logs", "-f", "--tail=1", "chatter");
        await follow.UntilAsync("full\n");
        var uid = await kubectl.RunAsync("get", "pod", "chatter", "-o", "jsonpath={.metadata.uid}");
        var folder = cluster.Folder.Under(string.Create(CultureInfo.InvariantCulture, $"log/pods/{kubectl.Namespace}_chatter_{uid}/main"));
        await Eventually.IsAsync(
            () => Task.FromResult(string.Join(' ', Directory.GetFiles(folder).Select(Path.GetFileName))), names => names.Contains("0.log.", StringComparison.Ordinal));

        await kubectl.RunAsync("exec", "chatter", "--", "touch", "/tmp/say");
        await follow.UntilAsync("full\nafter\n");
        Assert.Equal("after\n", await kubectl.RunAsync("logs", "chatter"));
        Assert.True(new FileInfo(Path.Combine(folder, "0.log")).Length < 1000);
    }
}
