using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Controllers.Jobs;

namespace Kubesharp.Controllers.Tests.Simulation;

/// <summary>Jobs under random failures, deletions, node losses and crashes of the controllers; whatever happens, the counts are exact.</summary>
public sealed class JobSimulationTests
{
    private const int Rounds = 40;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 4)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Jobs_RandomHistory_CountEveryPodOnce(int seed)
    {
        using var world = new SimulatedWorld(seed);
        var jobs = new[]
        {
            Make("plain", 5, 2), Make("wide", 4, 4), Make("indexed", 6, 3, CompletionMode.Indexed), Make("perindex", 5, 5, CompletionMode.Indexed, 20), Make("patient", 4, 2, replacement: PodReplacementPolicy.Failed),
        };
        foreach (var job in jobs) world.Do(() => world.Client.For<Job>().CreateAsync(job, default));
        for (var round = 0; round < Rounds; round++)
        {
            Act(world);
            world.Run(world.Random.Next(3) == 0);
        }

        // No more trouble: everything runs to its end.
        foreach (var job in world.List<Job>()) Suspend(world, job.Metadata.Name, false);
        for (var round = 0; round < 60 && world.List<Job>().Any(job => !job.IsFinished()); round++)
        {
            world.Run(toTheEnd: true);
            world.WorkOnPods(1, _ => 0);
            world.Run(toTheEnd: true);
            world.Advance(TimeSpan.FromSeconds(120));
        }

        world.Run(toTheEnd: true);
        foreach (var job in world.List<Job>()) Check(world, job, seed);
        Assert.DoesNotContain(world.List<Pod>(), JobPods.IsTracked);
    }

    private static void Act(SimulatedWorld world)
    {
        var random = world.Random;
        switch (random.Next(10))
        {
            case 0:
                world.PlanCrash();
                break;
            case 1:
                world.LoseNode();
                break;
            case 2:
                DeletePod(world);
                break;
            case 3:
                Suspend(world, new[] { "plain", "indexed", "patient" }[random.Next(3)], random.Next(2) == 0);
                break;
            case 4:
                world.Run(toTheEnd: true);
                world.Advance(TimeSpan.FromSeconds(random.Next(1, 60)));
                break;
            default:
                world.WorkOnPods(0.6, _ => random.Next(4) switch { 0 => 1, 1 => 0, _ => null });
                break;
        }
    }

    private static void DeletePod(SimulatedWorld world)
    {
        var pods = world.List<Pod>();
        if (pods.Count == 0) return;
        var victim = pods[world.Random.Next(pods.Count)].Metadata.Name;
        try
        {
            world.Do(() => world.Client.For<Pod>().DeleteAsync(SimulatedWorld.Namespace, victim, default));
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Somebody else was faster.
        }
    }

    private static void Suspend(SimulatedWorld world, string name, bool suspend) =>
        world.Do(() => world.Client.For<Job>().UpdateAsync(SimulatedWorld.Namespace, name, job => job.IsFinished() ? job : job with { Spec = job.Spec with { Suspend = suspend } }, default));

    private static Job Make(string name, int completions, int parallelism, string mode = CompletionMode.NonIndexed, int? perIndex = null, string? replacement = null) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = SimulatedWorld.Namespace },
        Spec = new JobSpec
        {
            Completions = completions,
            Parallelism = parallelism,
            CompletionMode = mode,
            BackoffLimit = perIndex is null ? 1000 : null,
            BackoffLimitPerIndex = perIndex,
            PodReplacementPolicy = replacement,
            Template = new PodTemplateSpec { Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = "example.test/work:1" }] } },
        },
    };

    private static void Check(SimulatedWorld world, Job job, int seed)
    {
        var where = $"seed {seed}, {world.Crashes} crashes, job {job.Metadata.Name}: {job.Status}";
        var pods = world.EverSeen.Where(pod => pod.Metadata.GetControllerOf()?.Uid == job.Metadata.Uid).ToList();
        var succeeded = pods.Where(pod => pod.Status.Phase == PodPhase.Succeeded).ToList();
        Assert.True(job.Status.Find(JobConditionType.Complete) is not null, where);
        Assert.True(job.Status.Succeeded == job.Spec.Completions, where);
        Assert.True(job.Status is { Active: 0, Ready: 0, Terminating: 0 }, where);

        // Every pod there ever was is counted once, as succeeded or as failed.
        Assert.True(succeeded.Count == job.Status.Succeeded, $"{succeeded.Count} pods succeeded; {where}");
        Assert.True(pods.Count == job.Status.Succeeded + job.Status.Failed, $"{pods.Count} pods were created; {where}");
        if (job.Spec.CompletionMode != CompletionMode.Indexed) return;
        Assert.Equal($"0-{job.Spec.Completions - 1}", job.Status.CompletedIndexes);
        Assert.Equal(Enumerable.Range(0, job.Spec.Completions!.Value), succeeded.Select(pod => JobPods.Index(pod)!.Value).Order());
    }
}
