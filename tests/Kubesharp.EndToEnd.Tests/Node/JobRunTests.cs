namespace Kubesharp.EndToEnd.Tests;

/// <summary>Jobs whose pods really run.</summary>
[Collection(NodeClusterCollection.Name)]
public sealed class JobRunTests(NodeCluster cluster)
{
    [SkippableFact]
    public async Task Jobs_RunToTheirEnd_CompleteOrFail()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        const string Several = $$$$"""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: several}
            spec:
              completions: 4
              parallelism: 2
              template: {spec: {restartPolicy: Never, containers: [{name: main, image: {{{{TestImages.Busybox}}}}, command: [hostname]}]}}
            """;
        const string Failing = $$$$"""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: failing}
            spec:
              backoffLimit: 0
              template: {spec: {restartPolicy: Never, containers: [{name: main, image: {{{{TestImages.Busybox}}}}, command: [sh, -c, "exit 6"]}]}}
            """;
        await Task.WhenAll(
            kubectl.RunAsync("create", "job", "one", "--image=" + TestImages.Busybox, "--", "echo", "done"),
            kubectl.PipeAsync(Several, "apply", "-f", "-"),
            kubectl.PipeAsync(Failing, "apply", "-f", "-"));
        await Task.WhenAll(
            kubectl.RunAsync("wait", "job/one", "job/several", "--for=condition=Complete", "--timeout=60s"),
            kubectl.RunAsync("wait", "job/failing", "--for=condition=Failed", "--timeout=60s"));
        Assert.Equal("done\n", await kubectl.RunAsync("logs", "job/one"));
        Assert.Equal("4", await kubectl.RunAsync("get", "job", "several", "-o", "jsonpath={.status.succeeded}"));
        Assert.Equal(
            "BackoffLimitExceeded 1",
            await kubectl.RunAsync("get", "job", "failing", "-o", "jsonpath={.status.conditions[?(@.type=='Failed')].reason} {.status.failed}"));
        await kubectl.RunAsync("delete", "job", "several");
        await kubectl.RunAsync("wait", "pod", "-l", "job-name=several", "--for=delete", "--timeout=60s");
    }
}
