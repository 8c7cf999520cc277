using System.Net;

namespace Kubesharp.EndToEnd.Tests.Scheduler;

/// <summary>An API server alone, with scheduler and controllers in processes of their own.</summary>
public sealed class SeparateProcessesTests(SeparateProcessesTests.ServerAlone cluster) : IClassFixture<SeparateProcessesTests.ServerAlone>
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task SchedulerAndControllers_ByKubeconfig_RunTheCluster()
    {
        await using var controllers = RunningProgram.Start("controllers", "--kubeconfig", cluster.Kubeconfig, "--secure-port", "0");
        // The flags are those that kubeadm gives kube-scheduler.
        var port = FreePort();
        await using var scheduler = RunningProgram.Start(
            "scheduler", $"--authentication-kubeconfig={cluster.Kubeconfig}", $"--authorization-kubeconfig={cluster.Kubeconfig}", "--bind-address=127.0.0.1", $"--kubeconfig={cluster.Kubeconfig}", "--leader-elect=true", $"--secure-port={port}", "--v=2");
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "wait", "serviceaccount/default", "--for=create", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "create", "deployment", "web", "--image=example.test/web:1", "--replicas=4");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");

        using var http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });
        foreach (var path in (string[])["livez", "readyz", "healthz"]) Assert.Equal("ok", await http.GetStringAsync($"https://127.0.0.1:{port}/{path}"));
        Assert.Equal("[+]ping ok\n[+]informer-sync ok\nreadyz check passed\n", await http.GetStringAsync($"https://127.0.0.1:{port}/readyz?verbose"));
        Assert.Equal("ok", await http.GetStringAsync($"https://127.0.0.1:{port}/livez/ping"));
        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            [await StatusAsync("metrics"), await StatusAsync("livez/informer-sync"), await StatusAsync("bogus")]);
        var holder = await _kubectl.RunAsync("-n", "kube-system", "get", "lease", "kube-scheduler", "-o", "jsonpath={.spec.holderIdentity}");
        Assert.Equal(
            $"default-scheduler {holder} became leader",
            await _kubectl.RunAsync("-n", "kube-system", "get", "events", "--field-selector=reason=LeaderElection,involvedObject.name=kube-scheduler", "-o", "jsonpath={.items[*].source.component} {.items[*].message}"));
        foreach (var name in (string[])["kube-scheduler", "kube-controller-manager"])
        {
            Assert.NotEqual("", await _kubectl.RunAsync("-n", "kube-system", "get", "lease", name, "-o", "jsonpath={.spec.holderIdentity}"));
        }

        Assert.Equal(0, await scheduler.StopAsync());
        Assert.Equal(0, await controllers.StopAsync());
        Assert.Equal("", await _kubectl.RunAsync("-n", "kube-system", "get", "lease", "kube-scheduler", "-o", "jsonpath={.spec.holderIdentity}"));

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var response = await http.GetAsync($"https://127.0.0.1:{port}/{path}");
            return response.StatusCode;
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Nothing but the server and two nodes without machines.</summary>
    public sealed class ServerAlone : SimulatedCluster
    {
        protected override int NodeCount => 2;

        protected override string Components => "none";
    }
}
