using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Controllers.Jobs;
using Kubesharp.Controllers.Tests.Simulation;

namespace Kubesharp.Controllers.Tests.CronJobs;

/// <summary>The CronJob controller against the API server, by a clock that the test moves. It begins at midnight.</summary>
public sealed class CronJobControllerTests : IDisposable
{
    private const string Ns = SimulatedWorld.Namespace;
    private readonly SimulatedWorld _world = new(1);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Schedule_EveryMinute_KeepsTheNewestJobs()
    {
        Create(ConcurrencyPolicy.Allow);
        for (var minute = 0; minute < 6; minute++) Minute(work: true);
        Assert.Equal(3, _world.List<Job>().Count(job => job.IsFinished()));
        Assert.Equal(["tick-29453762", "tick-29453763", "tick-29453764", "tick-29453765", "tick-29453766"], Started().Order().TakeLast(5));
        var cron = Get();
        Assert.Equal(_world.Time.GetUtcNow().AddMilliseconds(-100), cron.Status.LastScheduleTime);
        Assert.NotNull(cron.Status.LastSuccessfulTime);
        Assert.Contains(Reasons(), reason => reason == "SawCompletedJob");
        Assert.Contains(Reasons(), reason => reason == "SuccessfulDelete");
        Assert.Equal("2026-01-01T00:06:00Z", _world.List<Job>().MaxBy(job => job.Metadata.Name)!.Metadata.GetAnnotation("batch.kubernetes.io/cronjob-scheduled-timestamp"));
    }

    [Fact]
    public void Forbid_JobStillRuns_StartsNoOther()
    {
        Create(ConcurrencyPolicy.Forbid);
        for (var minute = 0; minute < 3; minute++) Minute(work: false);
        Assert.Single(_world.List<Job>());
        Assert.Contains("JobAlreadyActive", Reasons());
        Minute(work: true);
        Minute(work: false);
        Assert.Single(_world.List<Job>(), job => !job.IsFinished());
    }

    [Fact]
    public void Replace_JobStillRuns_MakesWayForTheNext()
    {
        Create(ConcurrencyPolicy.Replace);
        for (var minute = 0; minute < 3; minute++) Minute(work: false);
        var job = Assert.Single(_world.List<Job>(), job => !job.Metadata.IsBeingDeleted());
        Assert.Equal("tick-29453763", job.Metadata.Name);
        Assert.Equal(job.Metadata.Uid, Assert.Single(Get().Status.Active).Uid);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(10L, 0)]
    public void Controllers_WereDown_StartOnlyTheLastMissedJob(long? deadline, int jobs)
    {
        Create(ConcurrencyPolicy.Allow, deadline);
        _world.Run(toTheEnd: true);
        _world.StopManager();
        _world.Time.Advance(TimeSpan.FromMinutes(10.5));
        _world.Boot();
        _world.Run(toTheEnd: true);
        Assert.Equal(jobs, _world.List<Job>().Count);
        if (jobs > 0) Assert.Equal("tick-29453770", _world.List<Job>()[0].Metadata.Name);
    }

    [Fact]
    public void Crash_AfterTheJobWasMade_MakesNoSecond()
    {
        Create(ConcurrencyPolicy.Allow, history: 20);
        for (var minute = 0; minute < 8; minute++)
        {
            _world.PlanCrash();
            Minute(work: true);
        }

        Assert.True(_world.Crashes > 2);
        Assert.Equal(Enumerable.Range(1, 8).Select(minute => $"tick-{29453760 + minute}"), _world.List<Job>().Select(job => job.Metadata.Name).Order());
    }

    private void Create(string policy, long? deadline = null, int? history = null) => _world.Do(() => _world.Client.For<CronJob>().CreateAsync(
        new CronJob
        {
            Metadata = new ObjectMeta { Name = "tick", Namespace = Ns },
            Spec = new CronJobSpec
            {
                Schedule = "* * * * *",
                ConcurrencyPolicy = policy,
                StartingDeadlineSeconds = deadline,
                SuccessfulJobsHistoryLimit = history,
                JobTemplate = new JobTemplateSpec
                {
                    Spec = new JobSpec { Template = new PodTemplateSpec { Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = "example.test/work:1" }] } } },
                },
            },
        },
        default));

    /// <summary>Moves to the next full minute and a tenth of a second, which is how long the controller waits beyond.</summary>
    private void Minute(bool work)
    {
        _world.Run(toTheEnd: true);
        if (work)
        {
            for (var step = 0; step < 3; step++)
            {
                _world.WorkOnPods(1, _ => 0);
                _world.Advance(TimeSpan.FromSeconds(10));
            }
        }

        var next = _world.Time.GetUtcNow().AddMinutes(1);
        var full = new DateTimeOffset(next.Year, next.Month, next.Day, next.Hour, next.Minute, 0, TimeSpan.Zero).AddMilliseconds(100);
        _world.Advance(full - _world.Time.GetUtcNow());
    }

    private CronJob Get() => _world.Get(() => _world.Client.For<CronJob>().GetAsync(Ns, "tick", default));

    private List<string> Started() => [.. _world.List<Event>().Where(happened => happened is { Reason: "SuccessfulCreate", InvolvedObject.Kind: "CronJob" }).Select(happened => happened.Message["Created job ".Length..])];

    private List<string> Reasons() => [.. _world.List<Event>().Where(happened => happened.InvolvedObject.Kind == "CronJob").Select(happened => happened.Reason)];
}
