namespace Kubesharp.EndToEnd.Tests;

/// <summary>Probes and what follows from them.</summary>
[Collection(NodeClusterCollection.Name)]
public sealed class ProbeTests(NodeCluster cluster)
{
    [SkippableFact]
    public async Task Readiness_ComesAndGoes_EndpointsFollow()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await kubectl.PipeAsync(
            Manifests.Pod("web", Manifests.Idle, "ports: [{containerPort: 8080}]\nreadinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 1, failureThreshold: 1}"), "apply", "-f", "-");
        await kubectl.RunAsync("expose", "pod", "web", "--port=80", "--target-port=8080");
        await kubectl.RunAsync("wait", "pod/web", "--for=jsonpath={.status.phase}=Running", "--timeout=60s");
        Assert.Equal("False", await kubectl.RunAsync("get", "pod", "web", "-o", "jsonpath={.status.conditions[?(@.type=='Ready')].status}"));
        await kubectl.RunAsync("wait", "endpointslice", "-l", "kubernetes.io/service-name=web", "--for=jsonpath={.endpoints[0].conditions.ready}=false", "--timeout=60s");

        await kubectl.RunAsync("exec", "web", "--", "touch", "/tmp/ready");
        await kubectl.RunAsync("wait", "pod/web", "--for=condition=Ready", "--timeout=60s");
        await kubectl.RunAsync("wait", "endpointslice", "-l", "kubernetes.io/service-name=web", "--for=jsonpath={.endpoints[0].conditions.ready}=true", "--timeout=60s");

        await kubectl.RunAsync("exec", "web", "--", "rm", "/tmp/ready");
        await kubectl.RunAsync("wait", "pod/web", "--for=condition=Ready=false", "--timeout=60s");
        await kubectl.RunAsync("wait", "endpointslice", "-l", "kubernetes.io/service-name=web", "--for=jsonpath={.endpoints[0].conditions.ready}=false", "--timeout=60s");
        Assert.Equal("0", await kubectl.RunAsync("get", "pod", "web", "-o", "jsonpath={.status.containerStatuses[0].restartCount}"));
        Assert.Contains("Readiness probe failed: cat: can't open '/tmp/ready'", await kubectl.RunAsync("get", "events", "--field-selector=reason=Unhealthy", "-o", "jsonpath={.items[*].message}"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Liveness_FailsForHttpTcpAndExec_ContainersRestart()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        const string Serve = "mkdir -p /www; echo ok > /www/health; httpd -p 8080 -h /www; trap 'exit 0' TERM; sleep 100000 & wait";
        const string Often = "periodSeconds: 1, failureThreshold: 1";
        await Task.WhenAll(
            kubectl.PipeAsync(Manifests.Pod("http", Serve, $"livenessProbe: {{httpGet: {{path: /health, port: 8080}}, initialDelaySeconds: 1, {Often}}}"), "apply", "-f", "-"),
            kubectl.PipeAsync(Manifests.Pod("tcp", Serve, $"livenessProbe: {{tcpSocket: {{port: 8080}}, initialDelaySeconds: 1, {Often}}}"), "apply", "-f", "-"),
            kubectl.PipeAsync(Manifests.Pod("exec", Serve, $"livenessProbe: {{exec: {{command: [test, '!', -e, /tmp/ill]}}, {Often}}}"), "apply", "-f", "-"),
            kubectl.PipeAsync(Manifests.Pod("well", Serve, $"livenessProbe: {{httpGet: {{path: /health, port: 8080}}, initialDelaySeconds: 1, {Often}}}"), "apply", "-f", "-"));
        await kubectl.RunAsync("wait", "pod", "--all", "--for=condition=Ready", "--timeout=60s");

        await Task.WhenAll(
            kubectl.RunAsync("exec", "http", "--", "rm", "/www/health"),
            kubectl.RunAsync("exec", "tcp", "--", "killall", "httpd"),
            kubectl.RunAsync("exec", "exec", "--", "touch", "/tmp/ill"));
        await kubectl.RunAsync("wait", "pod/http", "pod/tcp", "pod/exec", "--for=jsonpath={.status.containerStatuses[0].restartCount}=1", "--timeout=60s");
        await kubectl.RunAsync("wait", "pod", "--all", "--for=condition=Ready", "--timeout=60s");
        Assert.Equal("0", await kubectl.RunAsync("get", "pod", "well", "-o", "jsonpath={.status.containerStatuses[0].restartCount}"));
        var events = await kubectl.RunAsync("get", "events", "-o", "jsonpath={range .items[*]}{.involvedObject.name} {.message}{'\\n'}{end}");
        Assert.Contains("http Liveness probe failed: HTTP probe failed with statuscode: 404", events, StringComparison.Ordinal);
        Assert.Contains("http Container main failed liveness probe, will be restarted", events, StringComparison.Ordinal);
        Assert.Contains("connect: connection refused", events, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Startup_NotDone_HoldsTheOtherProbesBack()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        const string Probes = """
            startupProbe: {exec: {command: [cat, /tmp/started]}, periodSeconds: 1, failureThreshold: 60}
            livenessProbe: {exec: {command: [cat, /tmp/started]}, periodSeconds: 1, failureThreshold: 1}
            readinessProbe: {exec: {command: ["true"]}, periodSeconds: 1}
            """;
        await kubectl.PipeAsync(Manifests.Pod("slow", Manifests.Idle, Probes), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/slow", "--for=jsonpath={.status.containerStatuses[0].started}=false", "--timeout=60s");
        await Eventually.IsAsync(
            () => kubectl.RunAsync("get", "events", "--field-selector=reason=Unhealthy", "-o", "jsonpath={.items[*].message}"),
            text => text.Contains("Startup probe failed", StringComparison.Ordinal));
        Assert.Equal("false 0", await kubectl.RunAsync("get", "pod", "slow", "-o", "jsonpath={.status.containerStatuses[0].ready} {.status.containerStatuses[0].restartCount}"));

        await kubectl.RunAsync("exec", "slow", "--", "touch", "/tmp/started");
        await kubectl.RunAsync("wait", "pod/slow", "--for=condition=Ready", "--timeout=60s");
        await kubectl.RunAsync("wait", "pod/slow", "--for=jsonpath={.status.containerStatuses[0].started}=true", "--timeout=60s");
    }

    [SkippableFact]
    public async Task Container_ThatKeepsFailing_BacksOff()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await kubectl.PipeAsync(Manifests.Pod("failing", "echo no >&2; exit 3"), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/failing", "--for=jsonpath={.status.containerStatuses[0].state.waiting.reason}=CrashLoopBackOff", "--timeout=60s");
        Assert.Equal("3 Error", await kubectl.RunAsync("get", "pod", "failing", "-o", "jsonpath={.status.containerStatuses[0].lastState.terminated.exitCode} {.status.containerStatuses[0].lastState.terminated.reason}"));
        Assert.Contains("CrashLoopBackOff", await kubectl.RunAsync("get", "pods"), StringComparison.Ordinal);
        Assert.StartsWith("back-off 10s restarting failed container=main pod=failing_", await kubectl.RunAsync("get", "pod", "failing", "-o", "jsonpath={.status.containerStatuses[0].state.waiting.message}"), StringComparison.Ordinal);
    }
}
