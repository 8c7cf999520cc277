namespace Kubesharp.EndToEnd.Tests;

/// <summary>Jobs by kubectl, on nodes without machines: a pod's annotations say when and how it ends.</summary>
[Collection(SimulatedClusterCollection.Name)]
public sealed class JobTests(SimulatedCluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    private static string Job(string name, string spec, string annotations = "", string restartPolicy = "Never") => $$"""
        apiVersion: batch/v1
        kind: Job
        metadata: {name: {{name}}}
        spec:
          {{spec.ReplaceLineEndings("\n  ")}}
          template:
            metadata: {annotations: { {{annotations}} } }
            spec:
              restartPolicy: {{restartPolicy}}
              containers: [{name: main, image: "example.test/work:1", command: ["true"]}]
        """;

    [Fact]
    public async Task Job_Created_RunsToItsEnd()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "create", "job", "once", "--image=example.test/work:1", "--", "true");
        await _kubectl.RunAsync("-n", ns, "wait", "job/once", "--for=condition=Complete", "--timeout=60s");
        Assert.Equal("SuccessCriteriaMet Complete", await GetAsync(ns, "once", "{.status.conditions[*].type}"));
        Assert.Equal("1  0 0", await GetAsync(ns, "once", "{.status.succeeded} {.status.active} {.status.ready} {.status.terminating}"));
        Assert.Contains("Complete", await _kubectl.RunAsync("-n", ns, "get", "job", "once"));
        Assert.Equal("", await _kubectl.RunAsync("-n", ns, "get", "pods", "-l", "job-name=once", "-o", "jsonpath={.items[*].metadata.finalizers}"));
        var description = await _kubectl.RunAsync("-n", ns, "describe", "job", "once");
        Assert.Contains("Pods Statuses:    0 Active (0 Ready) / 1 Succeeded / 0 Failed", description);
        Assert.Contains("SuccessfulCreate", description);
        Assert.Contains("Job completed", description);
    }

    [Fact]
    public async Task IndexedJob_Created_RunsEveryIndexOnce()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.PipeAsync(Job("indexed", "completions: 5\nparallelism: 2\ncompletionMode: Indexed"), "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "job/indexed", "--for=condition=Complete", "--timeout=60s");
        Assert.Equal("0-4 5", await GetAsync(ns, "indexed", "{.status.completedIndexes} {.status.succeeded}"));
        var pods = await _kubectl.RunAsync("-n", ns, "get", "pods", "-o", "jsonpath={range .items[*]}{.metadata.labels.batch\\.kubernetes\\.io/job-completion-index}{.spec.hostname}{.spec.containers[0].env[0].valueFrom.fieldRef.fieldPath} {end}");
        Assert.Equal(
            ["0indexed-0", "1indexed-1", "2indexed-2", "3indexed-3", "4indexed-4"],
            pods.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pod => pod.Replace("metadata.labels['batch.kubernetes.io/job-completion-index']", "", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Job_PodsFail_EndsAtTheBackoffLimit()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.PipeAsync(Job("bad", "backoffLimit: 0\nparallelism: 1", "simulate.kubesharp.dev/exit-code: \"3\""), "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "job/bad", "--for=condition=Failed", "--timeout=60s");
        Assert.Equal("FailureTarget Failed", await GetAsync(ns, "bad", "{.status.conditions[*].type}"));
        Assert.Equal("BackoffLimitExceeded Job has reached the specified backoff limit", await GetAsync(ns, "bad", "{.status.conditions[1].reason} {.status.conditions[1].message}"));
        Assert.Equal("1", await GetAsync(ns, "bad", "{.status.failed}"));
        Assert.Contains("BackoffLimitExceeded", await _kubectl.RunAsync("-n", ns, "describe", "job", "bad"));
    }

    [Fact]
    public async Task Job_FailurePolicy_FailsTheJobAtOnce()
    {
        var ns = await cluster.NamespaceAsync();
        const string Policy = "backoffLimit: 6\npodFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [42]}}]}";
        await _kubectl.PipeAsync(Job("strict", Policy, "simulate.kubesharp.dev/exit-code: \"42\""), "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "job/strict", "--for=condition=Failed", "--timeout=60s");
        var message = await GetAsync(ns, "strict", "{.status.conditions[?(@.type==\"Failed\")].reason} {.status.conditions[?(@.type==\"Failed\")].message}");
        Assert.Matches($"^PodFailurePolicy Container main for pod {ns}/strict-[a-z0-9]{{5}} failed with exit code 42 matching FailJob rule at index 0$", message);
    }

    [Fact]
    public async Task Job_SuccessPolicy_EndsBeforeAllIndexesSucceed()
    {
        var ns = await cluster.NamespaceAsync();
        var job = Job("early", "completions: 3\nparallelism: 1\ncompletionMode: Indexed\nsuccessPolicy: {rules: [{succeededCount: 1}]}");
        await _kubectl.PipeAsync(job, "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "job/early", "--for=condition=Complete", "--timeout=60s");
        Assert.Equal("SuccessPolicy Matched rules at index 0", await GetAsync(ns, "early", "{.status.conditions[0].reason} {.status.conditions[0].message}"));
    }

    [Fact]
    public async Task Job_Suspended_HasNoPodsUntilResumed()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.PipeAsync(Job("later", "suspend: true"), "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "job/later", "--for=condition=Suspended", "--timeout=60s");
        Assert.Equal("", await _kubectl.RunAsync("-n", ns, "get", "pods", "-o", "name"));
        await _kubectl.RunAsync("-n", ns, "patch", "job", "later", "-p", "{\"spec\":{\"suspend\":false}}");
        await _kubectl.RunAsync("-n", ns, "wait", "job/later", "--for=condition=Complete", "--timeout=60s");
        Assert.Equal("False JobResumed", await GetAsync(ns, "later", "{.status.conditions[?(@.type==\"Suspended\")].status} {.status.conditions[?(@.type==\"Suspended\")].reason}"));
    }

    [Fact]
    public async Task Job_SuspendedWhileRunning_GivesUpItsPods()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.PipeAsync(Job("pause", "parallelism: 3\ncompletions: 3", "simulate.kubesharp.dev/complete-after: 1h"), "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "job/pause", "--for=jsonpath={.status.ready}=3", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "patch", "job", "pause", "-p", "{\"spec\":{\"suspend\":true}}");
        await _kubectl.RunAsync("-n", ns, "wait", "job/pause", "--for=condition=Suspended", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "wait", "pod", "--all", "--for=delete", "--timeout=60s");
        Assert.Contains("Suspended", await _kubectl.RunAsync("-n", ns, "get", "job", "pause"));
    }

    [Fact]
    public async Task Job_TimeToLive_IsDeletedAfterItsEnd()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.PipeAsync(Job("brief", "ttlSecondsAfterFinished: 1"), "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "job/brief", "--for=delete", "--timeout=60s");
        Assert.Equal("", await _kubectl.RunAsync("-n", ns, "get", "pods", "-o", "name"));
    }

    [Fact]
    public async Task Job_Deleted_LeavesNoPodBehind()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.PipeAsync(Job("gone", "parallelism: 2\npodReplacementPolicy: Failed", "simulate.kubesharp.dev/complete-after: 1h"), "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "job/gone", "--for=jsonpath={.status.ready}=2", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "delete", "job", "gone");
        await _kubectl.RunAsync("-n", ns, "wait", "pod", "--all", "--for=delete", "--timeout=60s");
    }

    [Fact]
    public async Task Job_DeadlinePassed_Fails()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.PipeAsync(Job("late", "activeDeadlineSeconds: 2", "simulate.kubesharp.dev/complete-after: 1h"), "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "job/late", "--for=condition=Failed", "--timeout=60s");
        Assert.Equal("DeadlineExceeded Job was active longer than specified deadline", await GetAsync(ns, "late", "{.status.conditions[1].reason} {.status.conditions[1].message}"));
    }

    private Task<string> GetAsync(string ns, string job, string path) => _kubectl.RunAsync("-n", ns, "get", "job", job, "-o", $"jsonpath={path}");
}
