using System.Collections.Concurrent;

namespace Kubesharp.EndToEnd.Tests;

/// <summary>Deployments and Services with pods that answer.</summary>
[Collection(NodeClusterCollection.Name)]
public sealed class ServiceTests(NodeCluster cluster)
{
    private const string RollingWeb = $$$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: {{{{TestImages.Web1}}}}
                ports: [{containerPort: 8080}]
                readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}
                lifecycle: {preStop: {sleep: {seconds: 2}}}
        """;

    [SkippableFact]
    public async Task Service_OfADeployment_AnswersOnAddressNodePortAndName()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await Task.WhenAll(
            kubectl.RunAsync("create", "deployment", "web", "--image=" + TestImages.Web1, "--replicas=3", "--port=8080"),
            kubectl.PipeAsync(Manifests.Pod("client", Manifests.Idle), "apply", "-f", "-"));
        await kubectl.RunAsync("expose", "deployment", "web", "--port=80", "--target-port=8080", "--type=NodePort");
        await Task.WhenAll(
            kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s"),
            kubectl.RunAsync("wait", "pod/client", "--for=condition=Ready", "--timeout=60s"));

        var service = (await kubectl.RunAsync("get", "service", "web", "-o", "jsonpath={.spec.clusterIP} {.spec.ports[0].nodePort}")).Split(' ');
        using var http = cluster.CreateClient(TimeSpan.FromSeconds(10));
        Assert.Equal("version 1\n", await Eventually.SucceedsAsync(() => http.GetStringAsync(new Uri($"http://{service[0]}/"))));
        Assert.Equal("version 1\n", await Eventually.SucceedsAsync(() => http.GetStringAsync(new Uri($"http://{MachineNetwork.Address}:{service[1]}/"))));
        foreach (var name in (string[])["web", $"web.{kubectl.Namespace}", $"web.{kubectl.Namespace}.svc.cluster.local", service[0], $"{MachineNetwork.Address}:{service[1]}"])
            Assert.Equal("version 1\n", await kubectl.RunAsync("exec", "client", "--", "wget", "-q", "-O-", "http://" + name));
        Assert.Contains(service[0], await kubectl.RunAsync("exec", "client", "--", "nslookup", $"web.{kubectl.Namespace}.svc.cluster.local"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Service_DuringARollingUpdate_KeepsAnswering()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await kubectl.PipeAsync(RollingWeb, "apply", "-f", "-");
        await kubectl.RunAsync("expose", "deployment", "web", "--port=80", "--target-port=8080");
        await kubectl.PipeAsync(Manifests.Pod("client", Manifests.Idle), "apply", "-f", "-");
        await Task.WhenAll(
            kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s"),
            kubectl.RunAsync("wait", "pod/client", "--for=condition=Ready", "--timeout=60s"));
        var address = await kubectl.RunAsync("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");
        using var http = cluster.CreateClient(TimeSpan.FromSeconds(20));
        await Eventually.SucceedsAsync(() => http.GetStringAsync(new Uri($"http://{address}/")));

        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var loops = Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskAsync(http, new Uri($"http://{address}/"), answers, stop.Token))).ToList();
        const string ByName = "while [ ! -e /tmp/stop ]; do wget -q -O- http://web || echo failed; done | sort | uniq -c";
        var inside = kubectl.RunAsync("exec", "client", "--", "sh", "-c", ByName);
        var old = await kubectl.RunAsync("get", "pod", "-l", "app=web", "-o", "jsonpath={.items[0].metadata.labels.pod-template-hash}");
        await kubectl.RunAsync("set", "image", "deployment/web", "web=" + TestImages.Web2);
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=90s");

        // What is ending still ends while requests come in.
        await kubectl.RunAsync("wait", "pod", "-l", "pod-template-hash=" + old, "--for=delete", "--timeout=60s");
        await stop.CancelAsync();
        await kubectl.RunAsync("exec", "client", "--", "touch", "/tmp/stop");
        await Task.WhenAll(loops);
        Assert.Equal(["version 1", "version 2"], answers.Keys.Order(StringComparer.Ordinal));
        var named = await inside;
        Assert.DoesNotContain("failed", named, StringComparison.Ordinal);
        Assert.Contains("version 2", named, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Deployment_ScaledEditedAndUndone_RunsWhatItSays()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await kubectl.RunAsync("create", "deployment", "web", "--image=" + TestImages.Web1, "--port=8080");
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s");
        await kubectl.RunAsync("scale", "deployment/web", "--replicas=4");
        await kubectl.RunAsync("wait", "deployment/web", "--for=jsonpath={.status.readyReplicas}=4", "--timeout=60s");

        var editor = await cluster.ScriptAsync("editor", "sed -i 's/replicas: 4/replicas: 2/' \"$1\"");
        Assert.Contains("deployment.apps/web edited", await kubectl.WithAsync("EDITOR", editor, "edit", "deployment/web"), StringComparison.Ordinal);
        await kubectl.RunAsync("wait", "deployment/web", "--for=jsonpath={.status.replicas}=2", "--timeout=60s");

        await kubectl.RunAsync("rollout", "pause", "deployment/web");
        await kubectl.RunAsync("set", "image", "deployment/web", "web=" + TestImages.Web2);
        await kubectl.RunAsync("rollout", "resume", "deployment/web");
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s");
        Assert.Equal("version 2\n", await PageAsync(kubectl));
        Assert.Contains("\n2 ", await kubectl.RunAsync("rollout", "history", "deployment/web"), StringComparison.Ordinal);
        await kubectl.RunAsync("rollout", "undo", "deployment/web", "--to-revision=1");
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s");
        Assert.Equal("version 1\n", await PageAsync(kubectl));
        await kubectl.RunAsync("rollout", "restart", "deployment/web");
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s");
    }

    [SkippableFact]
    public async Task Pod_LabelledAndAnnotated_IsFoundByThem()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await kubectl.PipeAsync(Manifests.Pod("one", Manifests.Idle), "apply", "-f", "-");
        await kubectl.RunAsync("label", "pod/one", "tier=front");
        Assert.Contains("already has a value", await kubectl.FailAsync("label", "pod/one", "tier=back"), StringComparison.Ordinal);
        await kubectl.RunAsync("label", "pod/one", "tier=back", "--overwrite");
        await kubectl.RunAsync("annotate", "pod/one", "example.com/note=kept safe");
        Assert.Equal("pod/one\n", await kubectl.RunAsync("get", "pods", "-l", "tier in (back)", "-o", "name"));
        Assert.Equal("kept safe", await kubectl.RunAsync("get", "pod", "one", "-o", @"jsonpath={.metadata.annotations.example\.com/note}"));
        await kubectl.RunAsync("label", "pod/one", "tier-");
        await kubectl.RunAsync("annotate", "pod/one", "example.com/note-");
        Assert.Equal("", await kubectl.RunAsync("get", "pods", "-l", "tier", "-o", "name"));
        await kubectl.RunAsync("wait", "pod/one", "--for=condition=Ready", "--timeout=60s");
        Assert.Equal("0", await kubectl.RunAsync("get", "pod", "one", "-o", "jsonpath={.status.containerStatuses[0].restartCount}"));
    }

    [SkippableFact]
    public async Task Watch_OfAPod_ShowsItsLife()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await using var watch = kubectl.Start("get", "pods", "-w", "--output-watch-events");
        await using var waiting = kubectl.Start("get", "pods", "-w");
        await kubectl.PipeAsync(Manifests.Pod("one", Manifests.Idle), "apply", "-f", "-");
        await watch.UntilAsync("ADDED");
        await watch.UntilAsync("Running");
        await waiting.UntilAsync("1/1");
        await kubectl.RunAsync("delete", "pod", "one");
        await watch.UntilAsync("DELETED");
    }

    private static async Task<string> PageAsync(Kubectl kubectl)
    {
        var pod = (await kubectl.RunAsync("get", "pods", "-l", "app=web", "--field-selector=status.phase=Running", "-o", "go-template={{range .items}}{{if not .metadata.deletionTimestamp}}{{.metadata.name}} {{end}}{{end}}")).Split(' ')[0];
        return await kubectl.RunAsync("exec", pod, "--", "wget", "-q", "-O-", "http://localhost:8080");
    }

    private static async Task AskAsync(HttpClient http, Uri url, ConcurrentDictionary<string, int> answers, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            string answer;
            try
            {
                answer = (await http.GetStringAsync(url, CancellationToken.None)).Trim();
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                answer = e.Message;
            }

            answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
        }
    }
}
