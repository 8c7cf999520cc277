using System.Diagnostics;
using System.Globalization;
using Kubesharp.Bench.Processes;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Machine;
using Microsoft.Extensions.Logging.Abstractions;
using CgroupDriver = Kubesharp.Node.Cgroups.CgroupDriver;

namespace Kubesharp.Bench;

/// <summary>
/// How long the pods of a Deployment take from the request until all are Ready, beside what the container runtime alone takes for as
/// many, asked for by the same requests, all at once, on the same node with the same network. Both are done several times in turn.
/// </summary>
internal sealed class PodStarts(BenchOptions options, Report report)
{
    private const int Count = 100;
    private const int Rounds = 3;
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);
    private const string Image = "localhost/kubesharp/busybox:bench";
    private const string Script = "trap 'exit 0' TERM; sleep 100000 & wait";

    /// <summary>Starts a node, measures, and removes the node.</summary>
    public async Task RunAsync(string folder, CancellationToken cancellationToken)
    {
        await using var node = await WholeNode.StartAsync(options.Binary, folder, cancellationToken);
        await node.ImportAsync(await LocalImages.BusyboxAsync(Image, "/bin/busybox", cancellationToken), cancellationToken);
        using var channel = new GrpcChannel(node.ContainerdSocket, TimeProvider.System);
        var cri = new CriClient(channel);
        var alone = new List<TimeSpan>();
        var whole = new List<TimeSpan>();
        var processor = new List<TimeSpan>();
        RecordedPod? recorded = null;
        for (var round = 0; round < Rounds; round++)
        {
            var before = node.ProcessorTime();
            whole.Add(await WholeAsync(node, cancellationToken));
            processor.Add(node.ProcessorTime() - before);
            if (round == Rounds - 1) await MeasureIdleAsync(node, cancellationToken);
            recorded ??= await RecordedPod.ReadAsync(cri, Path.Combine(node.Folder, "alone"), cancellationToken);
            await RemoveAsync(node, cri, cancellationToken);
            alone.Add(await AloneAsync(node, cri, recorded, cancellationToken));
        }

        var own = alone.Order().ElementAt(Rounds / 2);
        var reached = whole.Order().ElementAt(Rounds / 2);
        report.Add(new Row($"{Count} sandboxes and containers, runtime alone", "", ""), Report.Milliseconds(own), null);
        var beside = string.Create(CultureInfo.InvariantCulture, $"{Report.Milliseconds(reached)} ({(reached / own - 1) * 100:+0;-0} %, {processor.Min().TotalSeconds:0.0} s of own CPU)");
        report.Add(new Row($"{Count} pods of a Deployment to Ready", "18300 ms", "runtime alone + 15 %"), beside, null);
    }

    /// <summary>What the process needs for pods that merely run.</summary>
    private async Task MeasureIdleAsync(WholeNode node, CancellationToken cancellationToken)
    {
        await Task.Delay(SettleTime, cancellationToken);
        var before = node.ProcessorTime();
        await Task.Delay(IdleTime, cancellationToken);
        var share = (node.ProcessorTime() - before) / IdleTime;
        var text = string.Create(CultureInfo.InvariantCulture, $"{Report.Megabytes(node.Memory())}, {share * 100:0.0} % of a core");
        report.Add(new Row($"whole node with {Count} pods that merely run", "", ""), text, null);
    }

    /// <summary>Starts as many pods as the agent does, by the same requests and all at once; their files and cgroups are there already.</summary>
    private static async Task<TimeSpan> AloneAsync(WholeNode node, CriClient cri, RecordedPod recorded, CancellationToken cancellationToken)
    {
        var cgroups = new CgroupManager(CgroupFileSystem.Detect(), CgroupDriver.Cgroupfs, NullLogger<CgroupManager>.Instance);
        var names = new List<CgroupName>();
        var pods = Enumerable.Range(0, Count).Select(number => recorded.Copy(number, Path.Combine(node.Folder, "alone"), uid =>
        {
            var name = node.CgroupRoot.OfPod(PodQosClass.BestEffort, uid);
            cgroups.Ensure(name, new CgroupResources());
            names.Add(name);
            return name.ToCgroupParent(CgroupDriver.Cgroupfs);
        })).ToList();
        var started = Stopwatch.GetTimestamp();
        var sandboxes = await Task.WhenAll(pods.Select(async pod =>
        {
            var id = await cri.RunPodSandboxAsync(pod.Sandbox, "", cancellationToken);
            await cri.StartContainerAsync(await cri.CreateContainerAsync(id, pod.Container, pod.Sandbox, cancellationToken), cancellationToken);
            return id;
        }));
        var elapsed = Stopwatch.GetElapsedTime(started);
        await Task.WhenAll(sandboxes.Select(async id =>
        {
            await cri.StopPodSandboxAsync(id, cancellationToken);
            await cri.RemovePodSandboxAsync(id, cancellationToken);
        }));
        foreach (var name in names) cgroups.Remove(name);
        return elapsed;
    }

    private static async Task<TimeSpan> WholeAsync(WholeNode node, CancellationToken cancellationToken)
    {
        var manifest = $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: many}
            spec:
              replicas: {{Count}}
              selector: {matchLabels: {app: many} }
              template:
                metadata: {labels: {app: many} }
                spec: {containers: [{name: main, image: "{{Image}}", command: [/bin/sh, -c, "{{Script}}"] }] }
            """;
        var started = Stopwatch.GetTimestamp();
        await node.KubectlAsync(["create", "-f", "-"], manifest, cancellationToken);
        await node.KubectlAsync(["wait", "deployment/many", $"--for=jsonpath={{.status.readyReplicas}}={Count}", "--timeout=300s"], "", cancellationToken);
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task RemoveAsync(WholeNode node, CriClient cri, CancellationToken cancellationToken)
    {
        await node.KubectlAsync(["delete", "deployment", "many"], "", cancellationToken);
        await node.KubectlAsync(["wait", "pod", "-l", "app=many", "--for=delete", "--timeout=300s"], "", cancellationToken);

        // The API server forgets a pod a little before its sandbox is gone.
        while ((await cri.ListPodSandboxAsync(null, cancellationToken)).Count > 0) await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
    }
}
