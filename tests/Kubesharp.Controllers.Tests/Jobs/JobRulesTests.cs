using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.Jobs;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Controllers.Tests.Jobs;

/// <summary>The parts of the Job controller that depend on nothing but what they are given.</summary>
public sealed class JobRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 10)]
    [InlineData(1, 4, 6)]
    [InlineData(1, 11, 0)]
    [InlineData(2, 0, 20)]
    [InlineData(4, 0, 80)]
    [InlineData(7, 0, 600)]
    [InlineData(40, 100, 500)]
    public void Backoff_AfterFailures_DoublesUpToTenMinutes(int failures, int secondsAgo, int expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), FailureBackoff.Remaining(failures, Now.AddSeconds(-secondsAgo), Now));

    [Fact]
    public void Backoff_Success_ForgetsEarlierFailures()
    {
        var record = FailureBackoff.None.After([], [Ended("a", 1, 0), Ended("b", 1, 5)]);
        Assert.Equal((2, Now.AddSeconds(5)), (record.Failures, record.LastFailure));
        Assert.Equal(record, record.After([], []));
        Assert.Equal(3, record.After([], [Ended("c", 1, 9)]).Failures);
        Assert.Equal(FailureBackoff.None, record.After([Ended("d", 0, 9)], []));
        var mixed = record.After([Ended("d", 0, 9)], [Ended("e", 1, 8), Ended("f", 1, 12)]);
        Assert.Equal((1, Now.AddSeconds(12)), (mixed.Failures, mixed.LastFailure));
    }

    [Theory]
    [InlineData(1, "Count", true)]
    [InlineData(2, "Ignore", false)]
    [InlineData(3, "FailIndex", true)]
    [InlineData(4, "", true)]
    [InlineData(0, "", true)]
    public void FailurePolicy_ExitCode_FindsTheFirstRule(int exitCode, string action, bool counts)
    {
        var policy = new PodFailurePolicy
        {
            Rules =
            [
                Rule(PodFailurePolicyAction.Ignore, "Disrupted"), Rule(PodFailurePolicyAction.Count, 1), Rule(PodFailurePolicyAction.Ignore, 2), Rule(PodFailurePolicyAction.FailIndex, 2, 3),
            ],
        };
        var verdict = PodFailureRules.Match(policy, Ended("p", exitCode, 0));
        Assert.Equal((action, counts, null), (verdict.Action, verdict.Counts, verdict.FailJobMessage));
    }

    [Fact]
    public void FailurePolicy_NotIn_MatchesEveryOtherFailure()
    {
        var requirement = new PodFailurePolicyOnExitCodesRequirement { Operator = PodFailurePolicyOnExitCodesOperator.NotIn, Values = [1, 2] };
        var policy = new PodFailurePolicy { Rules = [new PodFailurePolicyRule { Action = PodFailurePolicyAction.FailJob, OnExitCodes = requirement }] };
        Assert.Equal("Container main for pod ns/p failed with exit code 3 matching FailJob rule at index 0", PodFailureRules.Match(policy, Ended("p", 3, 0)).FailJobMessage);
        Assert.Null(PodFailureRules.Match(policy, Ended("p", 1, 0)).FailJobMessage);
        Assert.Null(PodFailureRules.Match(policy, Ended("p", 0, 0)).FailJobMessage);
    }

    [Fact]
    public void FailurePolicy_Condition_NamesIt()
    {
        var policy = new PodFailurePolicy { Rules = [Rule(PodFailurePolicyAction.FailJob, "DisruptionTarget")] };
        var pod = Ended("p", 1, 0);
        pod = pod with { Status = pod.Status with { Conditions = [new PodCondition { Type = "DisruptionTarget", Status = ConditionStatus.True }] } };
        Assert.Equal("Pod ns/p has condition DisruptionTarget matching FailJob rule at index 0", PodFailureRules.Match(policy, pod).FailJobMessage);
    }

    [Theory]
    [InlineData("0-2", null, "0-2", true)]
    [InlineData("0-2", null, "0,1", false)]
    [InlineData("0-2", 2, "0,1", true)]
    [InlineData("0-2", 2, "1,5,6", false)]
    [InlineData(null, 3, "5-7", true)]
    [InlineData(null, 3, "5,6", false)]
    [InlineData(null, 0, "", false)]
    public void SuccessPolicy_Rule_IsMetByTheRightIndexes(string? indexes, int? count, string succeeded, bool met)
    {
        var job = new Job { Spec = new JobSpec { Completions = 10, SuccessPolicy = new SuccessPolicy { Rules = [new SuccessPolicyRule { SucceededIndexes = indexes, SucceededCount = count }] } } };
        Assert.Equal(met ? "Matched rules at index 0" : null, SuccessRules.Match(job, IndexIntervals.Read(succeeded, 10)));
    }

    [Theory]
    [InlineData("work", 7, "work-7-", "work-7")]
    [InlineData("a123456789b123456789c123456789d123456789e123456789f12345", 12, "a123456789b123456789c123456789d123456789e123456789f123-12-", "a123456789b123456789c123456789d123456789e123456789f12345-12")]
    public void IndexedPod_Name_KeepsRoomForTheIndex(string name, int index, string prefix, string hostname)
    {
        var job = IndexedJob(name);
        var pod = JobPods.ForIndex(JobPods.Template(job), job, index, null);
        Assert.Equal((prefix, hostname), (pod.Metadata.GenerateName, pod.Spec.Hostname));
        Assert.Equal(index, JobPods.Index(pod));
        Assert.Equal([JobPods.Finalizer], pod.Metadata.Finalizers);
        Assert.Equal("metadata.labels['batch.kubernetes.io/job-completion-index']", Assert.Single(pod.Spec.Containers[0].Env).ValueFrom!.FieldRef!.FieldPath);
        Assert.Null(pod.Metadata.GetAnnotation("batch.kubernetes.io/job-index-failure-count"));
    }

    [Fact]
    public void IndexedPod_ReplacesAFailedOne_CarriesItsFailuresOn()
    {
        var policy = new PodFailurePolicy { Rules = [Rule(PodFailurePolicyAction.Ignore, 2)] };
        var job = IndexedJob("work");
        job = job with { Spec = job.Spec with { BackoffLimitPerIndex = 3, PodFailurePolicy = policy } };
        var template = JobPods.Template(job);
        var first = JobPods.ForIndex(template, job, 0, null);
        var second = JobPods.ForIndex(template, job, 0, first with { Status = Ended("p", 1, 0).Status });
        var third = JobPods.ForIndex(template, job, 0, second with { Status = Ended("p", 2, 0).Status });
        Assert.Equal((0, 0), (JobPods.CountedFailures(first), JobPods.AllFailures(first)));
        Assert.Equal((1, 1), (JobPods.CountedFailures(second), JobPods.AllFailures(second)));
        Assert.Equal((1, 2), (JobPods.CountedFailures(third), JobPods.AllFailures(third)));
    }

    [Fact]
    public void FinishedAt_NoContainerTimes_FallsBackStepByStep()
    {
        var pod = new Pod { Metadata = new ObjectMeta { CreationTimestamp = Now } };
        Assert.Equal(Now, JobPods.FinishedAt(pod));
        pod = pod with { Metadata = pod.Metadata with { DeletionTimestamp = Now.AddSeconds(40), DeletionGracePeriodSeconds = 30 } };
        Assert.Equal(Now.AddSeconds(10), JobPods.FinishedAt(pod));
        pod = pod with { Status = pod.Status with { Conditions = [new PodCondition { Type = PodConditionType.Ready, Status = ConditionStatus.False, LastTransitionTime = Now.AddSeconds(7) }] } };
        Assert.Equal(Now.AddSeconds(7), JobPods.FinishedAt(pod));
        pod = pod with { Status = pod.Status with { ContainerStatuses = Ended("p", 0, 3).Status.ContainerStatuses } };
        Assert.Equal(Now.AddSeconds(3), JobPods.FinishedAt(pod));
    }

    private static Job IndexedJob(string name) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "ns", Uid = "u" },
        Spec = new JobSpec { Completions = 20, CompletionMode = CompletionMode.Indexed, Template = new PodTemplateSpec { Spec = new PodSpec { Containers = [new Container { Name = "main" }] } } },
    };

    private static PodFailurePolicyRule Rule(string action, params int[] codes) =>
        new() { Action = action, OnExitCodes = new PodFailurePolicyOnExitCodesRequirement { Operator = PodFailurePolicyOnExitCodesOperator.In, Values = codes.ToValueList() } };

    private static PodFailurePolicyRule Rule(string action, string condition) =>
        new() { Action = action, OnPodConditions = [new PodFailurePolicyOnPodConditionsPattern { Type = condition, Status = ConditionStatus.True }] };

    private static Pod Ended(string name, int exitCode, int second) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "ns" },
        Status = new PodStatus
        {
            Phase = exitCode == 0 ? PodPhase.Succeeded : PodPhase.Failed,
            ContainerStatuses = [new ContainerStatus { Name = "main", State = new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = exitCode, FinishedAt = Now.AddSeconds(second) } } }],
        },
    };
}
