using System.Diagnostics;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Node.Tests.Pods;

namespace Kubesharp.Node.Tests.Server;

/// <summary>kubectl against an API server and an agent with all its own parts, on a real containerd.</summary>
[Collection(ContainerRuntimeCollection.Name)]
public sealed class KubectlTests(ContainerRuntimeFixture fixture)
{
    private readonly CancellationTokenSource _patience = new(ContainerRuntimeFixture.Patience);

    private CancellationToken Patience => _patience.Token;

    private string? Missing => fixture.Missing ?? (File.Exists("/usr/bin/kubectl") || File.Exists("/usr/local/bin/kubectl") ? null : "kubectl is not installed");

    [SkippableFact]
    public async Task Logs_AllForms_ShowWhatTheContainerWrote()
    {
        Skip.If(Missing is not null, Missing);
        await using var cluster = await AgentCluster.StartAsync(fixture, Patience, FreePort());
        var pod = await StartAsync(cluster, WorkerHarness.Shell("echo one; echo two; echo three; trap 'exit 0' TERM; sleep 1000 & wait"));

        Assert.Equal("one\ntwo\nthree\n", await UntilAsync(() => KubectlAsync(cluster, "logs", pod.Metadata.Name), text => text.Contains("three", StringComparison.Ordinal)));
        Assert.Equal("three\n", await KubectlAsync(cluster, "logs", pod.Metadata.Name, "--tail=1"));
        Assert.Equal("one\nt", await KubectlAsync(cluster, "logs", pod.Metadata.Name, "--limit-bytes=5"));
        Assert.Matches(@"^20\d\d-[^ ]+Z one\n", await KubectlAsync(cluster, "logs", pod.Metadata.Name, "--timestamps"));
        Assert.Contains("previous terminated container \"main\" in pod", await KubectlAsync(cluster, "logs", pod.Metadata.Name, "--previous"), StringComparison.Ordinal);

        var follow = KubectlAsync(cluster, "logs", "-f", pod.Metadata.Name);
        await DeleteAsync(cluster, pod);
        Assert.StartsWith("one\ntwo\nthree\n", await follow, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Exec_InputOutputAndExitCode_GoThrough()
    {
        Skip.If(Missing is not null, Missing);
        await using var cluster = await AgentCluster.StartAsync(fixture, Patience, FreePort());
        var pod = await StartAsync(cluster, WorkerHarness.Shell("trap 'exit 0' TERM; sleep 1000 & wait"));

        Assert.Equal("hello\n", await KubectlAsync(cluster, "exec", pod.Metadata.Name, "--", "echo", "hello"));
        Assert.Equal("HELLO", await KubectlAsync(cluster, "hello", ["exec", "-i", pod.Metadata.Name, "--", "tr", "a-z", "A-Z"]));
        Assert.Contains("command terminated with exit code 7", await KubectlAsync(cluster, "exec", pod.Metadata.Name, "--", "sh", "-c", "exit 7"), StringComparison.Ordinal);
        await DeleteAsync(cluster, pod);
    }

    [SkippableFact]
    public async Task Metrics_OfARunningPod_AreReadThroughTheApiServer()
    {
        Skip.If(Missing is not null, Missing);
        await using var cluster = await AgentCluster.StartAsync(fixture, Patience, FreePort());
        var pod = await StartAsync(cluster, WorkerHarness.Shell("trap 'exit 0' TERM; sleep 1000 & wait"));
        var proxy = $"/api/v1/nodes/{AgentCluster.NodeName}/proxy";

        var resources = await KubectlAsync(cluster, "get", "--raw", proxy + "/metrics/resource");
        var name = $"namespace=\"default\",pod=\"{pod.Metadata.Name}\"";
        foreach (var pattern in (string[])[
            $"container_cpu_usage_seconds_total{{container=\"main\",{name}}} [0-9.E-]+ [0-9]{{13}}\n",
            $"container_memory_working_set_bytes{{container=\"main\",{name}}} [1-9][0-9]* [0-9]{{13}}\n",
            $"container_start_time_seconds{{container=\"main\",{name}}} [1-9][0-9.E+]*\n",
            $"pod_memory_working_set_bytes{{{name}}} [1-9][0-9]* [0-9]{{13}}\n",
            "node_cpu_usage_seconds_total [1-9][0-9.]* [0-9]{13}\n", "node_memory_working_set_bytes [1-9][0-9]* [0-9]{13}\n", "resource_scrape_error 0\n"])
        {
            Assert.Matches(pattern.Replace("{container", "\\{container", StringComparison.Ordinal).Replace("{namespace", "\\{namespace", StringComparison.Ordinal), resources);
        }

        var cadvisor = await KubectlAsync(cluster, "get", "--raw", proxy + "/metrics/cadvisor");
        var id = pod.Metadata.Uid;
        foreach (var pattern in (string[])[
            $"container_cpu_usage_seconds_total{{container=\"main\",cpu=\"total\",id=\"/[^\"]+/pod{id}/[0-9a-f]{{64}}\",image=\"[^\"]+\",name=\"[0-9a-f]{{64}}\",{name}}} [0-9.E-]+ [0-9]{{13}}\n",
            $"container_memory_working_set_bytes{{container=\"\",id=\"/[^\"]+/pod{id}\",image=\"\",name=\"\",{name}}} [1-9][0-9]* [0-9]{{13}}\n",
            $"container_memory_rss{{container=\"main\",id=[^}}]+,{name}}} [0-9]+ [0-9]{{13}}\n",
            $"container_fs_usage_bytes{{container=\"main\",device=\"\",id=[^}}]+,{name}}} [0-9]+ [0-9]{{13}}\n",
            "container_fs_limit_bytes{container=\"\",device=\"[^\"]*\",id=\"/\",image=\"\",name=\"\",namespace=\"\",pod=\"\"} [1-9][0-9.E+]* [0-9]{13}\n",
            "machine_memory_bytes{boot_id=[^}]+} [1-9][0-9.E+]* [0-9]{13}\n"])
        {
            Assert.Matches(pattern.Replace("{container", "\\{container", StringComparison.Ordinal).Replace("{boot", "\\{boot", StringComparison.Ordinal), cadvisor);
        }

        Assert.Contains($"\"name\":\"{pod.Metadata.Name}\"", await KubectlAsync(cluster, "get", "--raw", proxy + "/runningpods/"), StringComparison.Ordinal);
        var summary = JsonDocument.Parse(await KubectlAsync(cluster, "get", "--raw", proxy + "/stats/summary")).RootElement;
        Assert.InRange(summary.GetProperty("node").GetProperty("fs").GetProperty("availableBytes").GetInt64(), 1, long.MaxValue);
        Assert.InRange(summary.GetProperty("node").GetProperty("rlimit").GetProperty("curproc").GetInt64(), 1, long.MaxValue);
        var first = summary.GetProperty("pods").EnumerateArray().Single(entry => entry.GetProperty("podRef").GetProperty("uid").GetString() == id);
        Assert.InRange(first.GetProperty("memory").GetProperty("workingSetBytes").GetInt64(), 1, long.MaxValue);
        Assert.Contains("\"maxPods\":250", await KubectlAsync(cluster, "get", "--raw", proxy + "/configz"), StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", await KubectlAsync(cluster, "get", "--raw", proxy + "/logs/"), StringComparison.Ordinal);
        Assert.Contains("kubelet_running_pods ", await KubectlAsync(cluster, "get", "--raw", proxy + "/metrics"), StringComparison.Ordinal);
        await DeleteAsync(cluster, pod);
    }

    [SkippableFact]
    public async Task PortForward_HttpServer_Answers()
    {
        Skip.If(Missing is not null, Missing);
        Skip.IfNot(File.Exists("/usr/bin/socat"), "socat is not installed, which containerd 1.6 forwards ports with");
        await using var cluster = await AgentCluster.StartAsync(fixture, Patience, FreePort());
        var script = "while true; do printf 'HTTP/1.0 200 OK\\r\\n\\r\\nhi' | nc -l -p 8080; done";
        var pod = await StartAsync(cluster, WorkerHarness.Shell(script, grace: 0));
        using var forward = Start(cluster, "port-forward", pod.Metadata.Name, ":8080");
        try
        {
            var line = await forward.StandardOutput.ReadLineAsync(Patience);
            var port = int.Parse(line!.Split("127.0.0.1:")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            using var http = new HttpClient();
            Assert.Equal("hi", await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"), Patience));
        }
        finally
        {
            forward.Kill();
        }

        await DeleteAsync(cluster, pod);
    }

    [SkippableFact]
    public async Task Pod_WithObjectsAndProbes_SeesThemAndBecomesReady()
    {
        Skip.If(Missing is not null, Missing);
        await using var cluster = await AgentCluster.StartAsync(fixture, Patience, FreePort());
        await cluster.Admin.For<ConfigMap>().CreateAsync(
            new ConfigMap { Metadata = new ObjectMeta { Name = "settings", Namespace = "default" }, Data = ValueMap.Of("color", "red") }, Patience);
        var shell = WorkerHarness.Shell("trap 'exit 0' TERM; sleep 1000 & wait");
        var pod = await StartAsync(cluster, shell with
        {
            Spec = shell.Spec with
            {
                Volumes =
                [
                    new Volume { Name = "v", Source = new VolumeSource { ConfigMap = new ConfigMapVolumeSource { LocalObjectReference = new LocalObjectReference { Name = "settings" } } } },
                ],
                Containers =
                [
                    shell.Spec.Containers[0] with
                    {
                        VolumeMounts = [new VolumeMount { Name = "v", MountPath = "/etc/settings" }],
                        Env =
                        [
                            new EnvVar
                            {
                                Name = "COLOR",
                                ValueFrom = new EnvVarSource
                                {
                                    ConfigMapKeyRef = new ConfigMapKeySelector { LocalObjectReference = new LocalObjectReference { Name = "settings" }, Key = "color" },
                                },
                            },
                        ],
                        ReadinessProbe = new Probe
                        {
                            Handler = new ProbeHandler { Exec = new ExecAction { Command = ["grep", "red", "/etc/settings/color"] } },
                            PeriodSeconds = 1,
                            TimeoutSeconds = 10,
                            SuccessThreshold = 1,
                            FailureThreshold = 1,
                        },
                    },
                ],
            },
        });

        Assert.Contains(
            $"prober_probe_total{{container=\"main\",namespace=\"default\",pod=\"{pod.Metadata.Name}\",pod_uid=\"{pod.Metadata.Uid}\",probe_type=\"Readiness\",result=\"successful\"}} ",
            await KubectlAsync(cluster, "get", "--raw", $"/api/v1/nodes/{AgentCluster.NodeName}/proxy/metrics/probes"),
            StringComparison.Ordinal);
        var text = await KubectlAsync(cluster, "exec", pod.Metadata.Name, "--", "sh", "-c", "echo $COLOR $KUBERNETES_SERVICE_PORT; cat /etc/settings/color");
        Assert.Equal("red 443\nred", text);
        await cluster.Admin.For<ConfigMap>().PatchAsync(
            "default", "settings", Kubesharp.Client.PatchType.Merge, "{\"data\":{\"color\":\"blue\"}}"u8.ToArray(), Patience);
        await cluster.PodAsync(pod, current => current?.IsReady() == false, Patience);
        await DeleteAsync(cluster, pod);
    }

    [SkippableFact]
    public async Task Server_WithoutACertificate_SaysUnauthorized()
    {
        Skip.If(Missing is not null, Missing);
        var port = FreePort();
        await using var cluster = await AgentCluster.StartAsync(fixture, Patience, port);
        await UntilAsync(() => KubectlAsync(cluster, "get", "--raw", $"/api/v1/nodes/{AgentCluster.NodeName}/proxy/healthz"), text => text == "ok");
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var http = new HttpClient(handler);

        using var answer = await http.GetAsync(new Uri($"https://127.0.0.1:{port}/pods"), Patience);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("\"kind\":\"PodList\"", await KubectlAsync(cluster, "get", "--raw", $"/api/v1/nodes/{AgentCluster.NodeName}/proxy/pods"), StringComparison.Ordinal);
        Assert.Contains("nodeName", await KubectlAsync(cluster, "get", "--raw", $"/api/v1/nodes/{AgentCluster.NodeName}/proxy/stats/summary"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Server_WithATokenOfAServiceAccount_GivesWhatItsRoleAllows()
    {
        Skip.If(Missing is not null, Missing);
        var port = FreePort();
        await using var cluster = await AgentCluster.StartAsync(fixture, Patience, port);
        await UntilAsync(() => KubectlAsync(cluster, "get", "--raw", $"/api/v1/nodes/{AgentCluster.NodeName}/proxy/healthz"), text => text == "ok");
        await KubectlAsync(cluster, "create", "serviceaccount", "scraper", "-n", "kube-system");
        await KubectlAsync(cluster, "create", "clusterrole", "scraper", "--verb=get", "--resource=nodes/metrics");
        await KubectlAsync(cluster, "create", "clusterrolebinding", "scraper", "--clusterrole=scraper", "--serviceaccount=kube-system:scraper");
        var token = await KubectlAsync(cluster, "create", "token", "scraper", "-n", "kube-system");
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{port}/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());

        Assert.Contains("node_memory_working_set_bytes ", await http.GetStringAsync(new Uri("metrics/resource", UriKind.Relative), Patience), StringComparison.Ordinal);
        using var refused = await http.GetAsync(new Uri("pods", UriKind.Relative), Patience);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(
            "Forbidden (user=system:serviceaccount:kube-system:scraper, verb=get, resource=nodes, subresource(s)=[pods proxy])\n", await refused.Content.ReadAsStringAsync(Patience));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<Pod> StartAsync(AgentCluster cluster, Pod pod)
    {
        var created = await cluster.CreateAsync(pod, Patience);
        return (await cluster.PodAsync(created, current => current?.IsReady() == true, Patience))!;
    }

    private async Task DeleteAsync(AgentCluster cluster, Pod pod)
    {
        await cluster.Pods.DeleteAsync("default", pod.Metadata.Name, Patience);
        await cluster.PodAsync(pod, current => current is null, Patience);
    }

    private async Task<string> UntilAsync(Func<Task<string>> ask, Func<string, bool> isRight)
    {
        while (true)
        {
            var text = await ask();
            if (isRight(text)) return text;
            Patience.ThrowIfCancellationRequested();
        }
    }

    private Task<string> KubectlAsync(AgentCluster cluster, params string[] arguments) => KubectlAsync(cluster, null, arguments);

    private async Task<string> KubectlAsync(AgentCluster cluster, string? input, string[] arguments)
    {
        using var process = Start(cluster, arguments);
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(Patience);
        var errors = process.StandardError.ReadToEndAsync(Patience);
        await process.WaitForExitAsync(Patience);
        return await output + await errors;
    }

    private static Process Start(AgentCluster cluster, params string[] arguments) => Process.Start(
        new ProcessStartInfo("kubectl", ["--kubeconfig", cluster.Kubeconfig, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
