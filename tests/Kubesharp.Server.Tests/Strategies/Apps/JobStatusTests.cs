using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Strategies.Batch;

namespace Kubesharp.Server.Tests.Strategies.Apps;

/// <summary>What may be reported of a Job.</summary>
public sealed class JobStatusTests
{
    private static Job Job(string status, string spec = "") => new JobStrategy().Default(Sample.Read<Job>($$"""
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "work", "namespace": "default", "uid": "u1"},
         "spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "i"}]} }{{spec}} }, "status": {{status}}}
        """));

    private static string[] Errors(string before, string after, string spec = "") =>
        Sample.Errors(errors => new JobStrategy().ValidateStatusUpdate(Job(after, spec), Job(before, spec), errors, Sample.Context()));

    private static string Conditions(params string[] types) => string.Join(", ", types.Select(type => $$"""{"type": "{{type}}", "status": "True" }"""));

    [Theory]
    [InlineData("{}", """{"active": -1}""", "status.active: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("{}", """{"active": 1, "ready": 2}""", "status.ready: Invalid value: 2: cannot set more ready pods than active")]
    [InlineData("""{"failed": 2}""", """{"failed": 1}""", "status.failed: Invalid value: 1: cannot decrease the failed counter")]
    [InlineData("""{"succeeded": 2}""", """{"succeeded": 1}""", "status.succeeded: Invalid value: 1: cannot decrease the succeeded counter")]
    [InlineData("{}", """{"completedIndexes": "1"}""", "status.completedIndexes: Invalid value: \"1\": cannot set non-empty completedIndexes when non-indexed completion mode")]
    [InlineData("{}", """{"failedIndexes": "0"}""", "status.failedIndexes: Invalid value: \"0\": cannot set non-null failedIndexes when backoffLimitPerIndex is null")]
    [InlineData("{}", """{"uncountedTerminatedPods": {"succeeded": ["a"], "failed": ["a"]}}""", "status.uncountedTerminatedPods.failed[0]: Duplicate value: \"a\"")]
    [InlineData("{}", """{"completionTime": "2026-05-01T12:00:00Z"}""", "status.completionTime: Invalid value: \"2026-05-01T12:00:00Z\": cannot set completionTime when there is no Complete=True condition")]
    [InlineData("""{"startTime": "2026-05-01T12:00:00Z"}""", """{"startTime": "2026-05-01T13:00:00Z"}""", "status.startTime: Required value: startTime cannot be removed for unsuspended job")]
    public void Status_BadChange_SaysWhatUpstreamSays(string before, string after, string expected) => Assert.Contains(expected, Errors(before, after));

    [Theory]
    [InlineData("Complete", "status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition")]
    [InlineData("Complete", "status.completionTime: Required value: completionTime is required for Complete jobs")]
    [InlineData("Complete", "status.startTime: Required value: startTime is required for finished job")]
    [InlineData("Failed", "status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition")]
    [InlineData("Complete Failed", "status.conditions: Invalid value: cannot set Complete=True and Failed=true conditions")]
    [InlineData("SuccessCriteriaMet FailureTarget", "status.conditions: Invalid value: cannot set SuccessCriteriaMet=True and FailureTarget=true conditions")]
    public void Conditions_ThatContradict_AreRefused(string types, string expected) =>
        Assert.Contains(expected, Errors("{}", $$"""{"conditions": [{{Conditions(types.Split(' '))}}]}"""));

    [Fact]
    public void Conditions_Terminal_Stay()
    {
        var errors = Errors($$"""{"startTime": "2026-05-01T12:00:00Z", "conditions": [{{Conditions("FailureTarget", "Failed")}}]}""", """{"startTime": "2026-05-01T12:00:00Z"}""");
        Assert.Contains("status.conditions: Invalid value: cannot disable the terminal Failed=True condition", errors);
        Assert.Contains("status.conditions: Invalid value: cannot disable the terminal FailureTarget=True condition", errors);
    }

    [Fact]
    public void Status_WholeWayToTheEnd_IsAccepted()
    {
        const string Start = "\"startTime\": \"2026-05-01T12:00:00Z\"";
        const string End = "\"completionTime\": \"2026-05-01T12:00:09Z\"";
        Assert.Empty(Errors("{}", $$"""{ {{Start}}, "active": 1, "ready": 0, "terminating": 0, "uncountedTerminatedPods": {} }"""));
        Assert.Empty(Errors($$"""{ {{Start}}, "active": 1}""", $$"""{ {{Start}}, "uncountedTerminatedPods": {"succeeded": ["a"]}, "conditions": [{{Conditions("SuccessCriteriaMet")}}]}"""));
        Assert.Empty(Errors(
            $$"""{ {{Start}}, "uncountedTerminatedPods": {"succeeded": ["a"]}, "conditions": [{{Conditions("SuccessCriteriaMet")}}]}""",
            $$"""{ {{Start}}, {{End}}, "succeeded": 1, "uncountedTerminatedPods": {}, "conditions": [{{Conditions("SuccessCriteriaMet", "Complete")}}]}"""));
    }

    [Fact]
    public void StartTime_OfAResumedJob_MayChange()
    {
        var before = Job("""{"startTime": "2026-05-01T12:00:00Z", "conditions": [{"type": "Suspended", "status": "True"}]}""");
        var after = Job("""{"startTime": "2026-05-01T13:00:00Z", "conditions": [{"type": "Suspended", "status": "False"}]}""");
        Assert.Empty(Sample.Errors(errors => new JobStrategy().ValidateStatusUpdate(after, before, errors, Sample.Context())));
    }

    [Theory]
    [InlineData(", \"completionMode\": \"Indexed\", \"completions\": 3, \"successPolicy\": {\"rules\": [{\"succeededIndexes\": \"0-3\"}]}", "spec.successPolicy.rules[0].succeededIndexes: Invalid value: \"0-3\": error parsing succeededIndexes: too large index: \"3\"")]
    [InlineData(", \"completionMode\": \"Indexed\", \"completions\": 3, \"successPolicy\": {\"rules\": [{\"succeededIndexes\": \"0-1\", \"succeededCount\": 3}]}", "spec.successPolicy.rules[0].succeededCount: Invalid value: 3: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field)")]
    public void SuccessPolicy_BadIndexes_SaysWhatUpstreamSays(string spec, string expected)
    {
        var strategy = new JobStrategy();
        var job = strategy.PrepareForCreate(Job("{}", spec), Sample.Context());
        Assert.Contains(expected, Sample.Errors(errors => strategy.Validate(job, errors, Sample.Context())));
    }

    [Fact]
    public void GeneratedLabels_SetByTheUser_MustBeRight()
    {
        var strategy = new JobStrategy();
        var job = Job("{}");
        job = job with { Spec = job.Spec with { Template = job.Spec.Template with { Metadata = job.Spec.Template.Metadata with { Labels = ValueMap.Of(WellKnownLabels.JobName, "other") } } } };
        job = strategy.PrepareForCreate(job, Sample.Context());
        Assert.Contains(Sample.Errors(errors => strategy.Validate(job, errors, Sample.Context())), error =>
            error.StartsWith("spec.template.metadata.labels[batch.kubernetes.io/job-name]: Invalid value: ", StringComparison.Ordinal) && error.EndsWith(": must be 'work'", StringComparison.Ordinal));
    }

    [Fact]
    public void Template_OfAPausedJob_MayGetOtherResources()
    {
        const string Paused = ", \"suspend\": true";
        var strategy = new JobStrategy();
        var old = strategy.PrepareForCreate(Job("{}", Paused), Sample.Context()) with { Status = Job("""{"startTime": "2026-05-01T12:00:00Z", "conditions": [{"type": "Suspended", "status": "True"}]}""").Status };
        var container = old.Spec.Template.Spec.Containers[0] with { Resources = new ResourceRequirements { Requests = ValueMap.Of("cpu", Quantity.Parse("2")) } };
        var changed = old with { Spec = old.Spec with { Template = old.Spec.Template with { Spec = old.Spec.Template.Spec with { Containers = [container] } } } };
        Assert.Empty(Sample.Errors(errors => strategy.ValidateUpdate(changed, old, errors, Sample.Context())));
        var running = old with { Status = old.Status with { Active = 1 } };
        Assert.NotEmpty(Sample.Errors(errors => strategy.ValidateUpdate(changed, running, errors, Sample.Context())));
    }
}
