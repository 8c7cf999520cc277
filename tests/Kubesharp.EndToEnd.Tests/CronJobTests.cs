namespace Kubesharp.EndToEnd.Tests;

/// <summary>CronJobs by kubectl. Schedules of one second (<c>@every 1s</c>) keep the tests short.</summary>
[Collection(SimulatedClusterCollection.Name)]
public sealed class CronJobTests(SimulatedCluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task CronJob_Due_StartsAJob()
    {
        var ns = await cluster.NamespaceAsync();
        await ApplyAsync(ns, "often", "");
        await _kubectl.RunAsync("-n", ns, "wait", "cronjob/often", "--for=jsonpath={.status.lastSuccessfulTime}", "--timeout=90s");
        var job = (await _kubectl.RunAsync("-n", ns, "get", "jobs", "-o", "jsonpath={.items[0].metadata.name}")).Trim();
        Assert.Matches("^often-[0-9]{8}$", job);
        Assert.Equal("CronJob often", await _kubectl.RunAsync("-n", ns, "get", "job", job, "-o", "jsonpath={.metadata.ownerReferences[0].kind} {.metadata.ownerReferences[0].name}"));
        Assert.NotEqual("", await _kubectl.RunAsync("-n", ns, "get", "job", job, "-o", "jsonpath={.metadata.annotations.batch\\.kubernetes\\.io/cronjob-scheduled-timestamp}"));
        Assert.Contains("@every 1s", await _kubectl.RunAsync("-n", ns, "get", "cronjob", "often"));
        var description = await _kubectl.RunAsync("-n", ns, "describe", "cronjob", "often");
        Assert.Contains("SuccessfulCreate", description);
        Assert.Contains($"Created job {job}", description);
        await _kubectl.RunAsync("-n", ns, "delete", "cronjob", "often");
        await _kubectl.RunAsync("-n", ns, "wait", "job", "--all", "--for=delete", "--timeout=60s");
    }

    [Fact]
    public async Task CronJob_Suspended_StartsNothingButCanBeRunByHand()
    {
        var ns = await cluster.NamespaceAsync();
        await ApplyAsync(ns, "rest", ", \"suspend\": true");
        await _kubectl.RunAsync("-n", ns, "create", "job", "by-hand", "--from=cronjob/rest");
        await _kubectl.RunAsync("-n", ns, "wait", "job/by-hand", "--for=condition=Complete", "--timeout=60s");
        Assert.Equal("manual", await _kubectl.RunAsync("-n", ns, "get", "job", "by-hand", "-o", "jsonpath={.metadata.annotations.cronjob\\.kubernetes\\.io/instantiate}"));
        Assert.Equal("job.batch/by-hand", (await _kubectl.RunAsync("-n", ns, "get", "jobs", "-o", "name")).Trim());
        Assert.Contains("True", await _kubectl.RunAsync("-n", ns, "get", "cronjob", "rest"));
    }

    [Fact]
    public async Task CronJob_BadSchedule_IsRefused()
    {
        var ns = await cluster.NamespaceAsync();
        Assert.Contains(
            "spec.schedule: Invalid value: \"61 * * * *\": end of range (61) above maximum (59): 61",
            await _kubectl.FailAsync("-n", ns, "create", "cronjob", "bad", "--image=example.test/work:1", "--schedule=61 * * * *"));
    }

    private Task ApplyAsync(string ns, string name, string rest) => _kubectl.PipeAsync(
        $$"""
        {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "{{name}}"}, "spec": {"schedule": "@every 1s"{{rest}}, "jobTemplate": {"spec": {"template": {
          "spec": {"restartPolicy": "Never", "containers": [{"name": "main", "image": "example.test/work:1"}]} } } } } }
        """,
        "-n", ns, "apply", "-f", "-");
}
