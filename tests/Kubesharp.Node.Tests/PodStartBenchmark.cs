using System.Diagnostics;
using Kubesharp.Api.Core.V1;
using Kubesharp.Client;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Tests.Pods;
using Xunit.Abstractions;

namespace Kubesharp.Node.Tests;

/// <summary>How long 100 pods take to become Ready, beside what the runtime alone takes for the same containers.</summary>
[Collection(ContainerRuntimeCollection.Name)]
public sealed class PodStartBenchmark(ContainerRuntimeFixture fixture, ITestOutputHelper output)
{
    private const int Count = 100;

    [SkippableFact]
    public async Task HundredPods_TimeToReady_IsPrinted()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        Skip.If(Environment.GetEnvironmentVariable("KUBESHARP_BENCH") is null, "a measurement, made when KUBESHARP_BENCH is set");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var cancel = patience.Token;

        var alone = Stopwatch.StartNew();
        var sandboxes = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => RunAloneAsync(cancel)));
        output.WriteLine($"runtime alone: {alone.Elapsed.TotalSeconds:F1} s");
        await Task.WhenAll(sandboxes.Select(async id =>
        {
            await fixture.Cri.StopPodSandboxAsync(id, cancel);
            await fixture.Cri.RemovePodSandboxAsync(id, cancel);
        }));

        await using var cluster = await AgentCluster.StartAsync(fixture, cancel);
        var watch = Stopwatch.StartNew();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var pods = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => cluster.CreateAsync(WorkerHarness.Shell("sleep 1000", grace: 0), cancel)));
        var waiting = pods.Select(pod => pod.Metadata.Name).ToHashSet();
        var list = await cluster.Pods.ListAsync("default", null, cancel);
        foreach (var pod in list.Items)
        {
            if (pod.IsReady()) waiting.Remove(pod.Metadata.Name);
        }

        await foreach (var change in cluster.Pods.WatchAsync("default", new ListQuery { ResourceVersion = list.ResourceVersion }, cancel))
        {
            if (change.Object.IsReady()) waiting.Remove(change.Object.Metadata.Name);
            if (waiting.Count == 0) break;
        }

        output.WriteLine($"agent: {watch.Elapsed.TotalSeconds:F1} s, own processor time {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds:F1} s");
        watch.Restart();
        await cluster.Pods.DeleteCollectionAsync("default", new ListQuery(), cancel);
        foreach (var pod in pods) await cluster.PodAsync(pod, current => current is null, cancel);
        output.WriteLine($"deleted in {watch.Elapsed.TotalSeconds:F1} s");
    }

    private async Task<string> RunAloneAsync(CancellationToken cancel)
    {
        var config = fixture.Sandbox("alone");
        config.Linux.CgroupParent = fixture.Cgroup.OfPod(PodQosClass.BestEffort, config.Metadata.Uid).ToCgroupParent(CgroupDriver.Cgroupfs);
        var id = await fixture.Cri.RunPodSandboxAsync(config, "", cancel);
        var container = await fixture.Cri.CreateContainerAsync(id, ContainerRuntimeFixture.Shell("main", "sleep 1000"), config, cancel);
        await fixture.Cri.StartContainerAsync(container, cancel);
        return id;
    }
}
