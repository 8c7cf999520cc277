namespace Kubesharp.EndToEnd.Tests.Scheduler;

/// <summary>An API server alone, with scheduler and controllers in processes of their own.</summary>
public sealed class SeparateProcessesTests(SeparateProcessesTests.ServerAlone cluster) : IClassFixture<SeparateProcessesTests.ServerAlone>
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task SchedulerAndControllers_ByKubeconfig_RunTheCluster()
    {
        await using var controllers = RunningProgram.Start("controllers", "--kubeconfig", cluster.Kubeconfig);
        await using var scheduler = RunningProgram.Start("scheduler", "--kubeconfig", cluster.Kubeconfig);
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "wait", "serviceaccount/default", "--for=create", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "create", "deployment", "web", "--image=example.test/web:1", "--replicas=4");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");

        foreach (var name in (string[])["kube-scheduler", "kube-controller-manager"])
        {
            Assert.NotEqual("", await _kubectl.RunAsync("-n", "kube-system", "get", "lease", name, "-o", "jsonpath={.spec.holderIdentity}"));
        }

        Assert.Equal(0, await scheduler.StopAsync());
        Assert.Equal(0, await controllers.StopAsync());
        Assert.Equal("", await _kubectl.RunAsync("-n", "kube-system", "get", "lease", "kube-scheduler", "-o", "jsonpath={.spec.holderIdentity}"));
    }

    /// <summary>Nothing but the server and two nodes without machines.</summary>
    public sealed class ServerAlone : SimulatedCluster
    {
        protected override int NodeCount => 2;

        protected override string Components => "none";
    }
}
