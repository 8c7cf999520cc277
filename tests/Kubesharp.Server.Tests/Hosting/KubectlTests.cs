using System.Diagnostics;

namespace Kubesharp.Server.Tests.Hosting;

/// <summary>The real kubectl against the server.</summary>
[Collection(ServerTests.Name)]
public sealed class KubectlTests(RunningServer server)
{
    private static readonly string? Kubectl = new[] { "/usr/bin/kubectl", "/usr/local/bin/kubectl" }.FirstOrDefault(File.Exists);

    [SkippableFact]
    public async Task Kubectl_ConfigMap_LivesItsLife()
    {
        Skip.If(Kubectl is null, "kubectl is not installed");
        var ns = await server.NewNamespaceAsync();
        Assert.Equal("configmap/a created\n", await RunAsync("-n", ns, "create", "configmap", "a", "--from-literal=k=v"));
        Assert.Equal("v", await RunAsync("-n", ns, "get", "configmap", "a", "-o", "jsonpath={.data.k}"));
        Assert.Equal("configmap/a patched\n", await RunAsync("-n", ns, "patch", "configmap", "a", "-p", """{"data":{"k":"w"}}"""));
        Assert.Equal("configmap/a labeled\n", await RunAsync("-n", ns, "label", "configmap", "a", "x=y"));
        Assert.Equal("configmap/a\n", await RunAsync("-n", ns, "get", "configmap", "-l", "x=y", "-o", "name"));
        Assert.Equal("configmap \"a\" deleted\n", await RunAsync("-n", ns, "delete", "configmap", "a"));
    }

    [SkippableFact]
    public async Task Kubectl_Deployment_ScalesAndExposes()
    {
        Skip.If(Kubectl is null, "kubectl is not installed");
        var ns = await server.NewNamespaceAsync();
        Assert.Equal("deployment.apps/web created\n", await RunAsync("-n", ns, "create", "deployment", "web", "--image=nginx"));
        Assert.Equal("deployment.apps/web scaled\n", await RunAsync("-n", ns, "scale", "deployment", "web", "--replicas=3"));
        Assert.Equal("3", await RunAsync("-n", ns, "get", "deployment", "web", "-o", "jsonpath={.spec.replicas}"));
        Assert.Equal("service/web exposed\n", await RunAsync("-n", ns, "expose", "deployment", "web", "--port=80"));
        Assert.StartsWith("10.96.", await RunAsync("-n", ns, "get", "service", "web", "-o", "jsonpath={.spec.clusterIP}"));
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Kubectl!) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("--kubeconfig=" + server.Server.AdminKubeconfig);
        start.ArgumentList.Add("--cache-dir=" + Path.Combine(Path.GetDirectoryName(server.Server.AdminKubeconfig)!, "kubectl-cache"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"kubectl {string.Join(' ', arguments)}: {await errors}");
        return output;
    }
}
