using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Controllers.Jobs;
using Kubesharp.Controllers.Tests.Simulation;

namespace Kubesharp.Controllers.Tests.Jobs;

/// <summary>The Job controller against the API server, by a clock that the test moves.</summary>
public sealed class JobControllerTests : IDisposable
{
    private const string Ns = SimulatedWorld.Namespace;
    private readonly SimulatedWorld _world = new(1);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Pod_Failed_IsReplacedAfterTenThenTwentySeconds()
    {
        Create(new JobSpec { BackoffLimit = 6 });
        foreach (var seconds in new[] { 10, 20, 40 })
        {
            EndAll(1);
            var before = _world.EverSeen.Count;
            _world.Advance(TimeSpan.FromSeconds(seconds - 2));
            Assert.Equal(before, _world.EverSeen.Count);
            _world.Advance(TimeSpan.FromSeconds(3));
            Assert.Equal(before + 1, _world.EverSeen.Count);
        }

        EndAll(0);
        Settle();
        Assert.Equal((1, 3), (Get().Status.Succeeded, Get().Status.Failed));
    }

    [Fact]
    public void BackoffLimit_Exceeded_FailsTheJobAndStopsTheRest()
    {
        Create(new JobSpec { BackoffLimit = 0, Parallelism = 3, Completions = 3 });
        Start();
        var victim = _world.List<Pod>()[0].Metadata.Name;
        _world.WorkOnPods(1, pod => pod.Metadata.Name == victim ? 1 : null);
        Settle();
        var job = Get();
        Assert.Equal(["FailureTarget", "Failed"], job.Status.Conditions.Select(condition => condition.Type));
        Assert.Equal(0, job.Status.Active);
        Assert.Equal(3, job.Status.Failed);
        Assert.DoesNotContain(_world.List<Pod>(), pod => pod.IsActive() || JobPods.IsTracked(pod));
    }

    /// <summary>The job is not over while a pod still stops.</summary>
    [Fact]
    public void FailureTarget_PodsStillStopping_DelayTheEnd()
    {
        Create(new JobSpec { ActiveDeadlineSeconds = 30 });
        Start();
        _world.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(["FailureTarget"], Get().Status.Conditions.Select(condition => condition.Type));
        Assert.Equal(1, Get().Status.Terminating);
        _world.WorkOnPods(1, _ => null);
        Settle();
        Assert.Equal(["FailureTarget", "Failed"], Get().Status.Conditions.Select(condition => condition.Type));
        Assert.Equal("DeadlineExceeded", Get().Status.Conditions[1].Reason);
    }

    [Fact]
    public void BackoffLimitPerIndex_OneIndexFails_OthersGoOn()
    {
        Create(new JobSpec { CompletionMode = CompletionMode.Indexed, Completions = 3, Parallelism = 3, BackoffLimitPerIndex = 1 });
        for (var round = 0; round < 6; round++)
        {
            Start();
            _world.WorkOnPods(1, pod => JobPods.Index(pod) == 1 ? 1 : 0);
            _world.Advance(TimeSpan.FromSeconds(30));
        }

        Settle();
        var job = Get();
        Assert.Equal(("0,2", "1", 2, 2), (job.Status.CompletedIndexes, job.Status.FailedIndexes, job.Status.Succeeded, job.Status.Failed));
        Assert.Equal("FailedIndexes", job.Status.Find(JobConditionType.Failed)?.Reason);
    }

    [Fact]
    public void PodReplacementPolicyFailed_PodStillStopping_IsNotReplacedYet()
    {
        Create(new JobSpec { PodReplacementPolicy = PodReplacementPolicy.Failed });
        Start();
        var first = _world.List<Pod>()[0].Metadata.Name;
        _world.Do(() => _world.Client.For<Pod>().DeleteAsync(Ns, first, default));
        _world.Advance(TimeSpan.FromSeconds(60));
        Assert.Single(_world.EverSeen);
        _world.WorkOnPods(1, _ => null);
        _world.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(2, _world.EverSeen.Count);
    }

    [Fact]
    public void TimeToLive_Passed_JobAndPodsAreGone()
    {
        Create(new JobSpec { TtlSecondsAfterFinished = 100 });
        Start();
        EndAll(0);
        Settle();
        Assert.NotNull(Get().Status.Find(JobConditionType.Complete));
        _world.Advance(TimeSpan.FromSeconds(90));
        Assert.Single(_world.List<Job>());
        _world.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(_world.List<Job>());
        Assert.Empty(_world.List<Pod>());
    }

    [Fact]
    public void ManagedBySomebodyElse_NothingHappens()
    {
        Create(new JobSpec { ManagedBy = "example.com/queue" });
        _world.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(_world.EverSeen);
        Assert.Null(Get().Status.StartTime);
    }

    private void Create(JobSpec spec)
    {
        var template = new PodTemplateSpec { Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = "example.test/work:1" }] } };
        _world.Run(toTheEnd: true);
        _world.Do(() => _world.Client.For<Job>().CreateAsync(new Job { Metadata = new ObjectMeta { Name = "work", Namespace = Ns }, Spec = spec with { Template = template } }, default));
        _world.Run(toTheEnd: true);
    }

    /// <summary>Binds and starts every pod.</summary>
    private void Start()
    {
        _world.WorkOnPods(1, _ => null);
        _world.WorkOnPods(1, _ => null);
        _world.Advance(TimeSpan.FromSeconds(1));
    }

    private void EndAll(int exitCode)
    {
        Start();
        _world.WorkOnPods(1, _ => exitCode);
        _world.Run(toTheEnd: true);
    }

    private void Settle()
    {
        for (var i = 0; i < 3; i++)
        {
            _world.Advance(TimeSpan.FromSeconds(2));
            _world.WorkOnPods(1, _ => null);
        }

        _world.Advance(TimeSpan.FromSeconds(2));
    }

    private Job Get() => _world.Get(() => _world.Client.For<Job>().GetAsync(Ns, "work", default));
}
