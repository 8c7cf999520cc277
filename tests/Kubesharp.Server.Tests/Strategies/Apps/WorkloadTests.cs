using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Server.Strategies;
using Kubesharp.Server.Strategies.Apps;
using Kubesharp.Server.Strategies.Batch;

namespace Kubesharp.Server.Tests.Strategies.Apps;

public class WorkloadTests
{
    private const string Template = """{"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "c", "image": "i"}]}}""";
    private const string JobTemplate = """{"spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "i"}]}}""";

    private static Deployment Deployment(string rest) => new Kubesharp.Server.Strategies.Apps.DeploymentStrategy().Default(
        Sample.Read<Deployment>($$"""{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "default"}, "spec": {"template": {{Template}}, {{rest}} } }"""));

    [Fact]
    public void Deployment_Defaults_AreUpstreams()
    {
        var deployment = Deployment("\"selector\": {\"matchLabels\": {\"app\": \"web\"}}");
        var spec = deployment.Spec;
        Assert.Equal((1, 10, 600, "RollingUpdate", "25%", "25%"), (spec.Replicas, spec.RevisionHistoryLimit, spec.ProgressDeadlineSeconds, spec.Strategy.Type, spec.Strategy.RollingUpdate!.MaxSurge.ToString(), spec.Strategy.RollingUpdate.MaxUnavailable.ToString()));
        Assert.Equal("Always", spec.Template.Spec.RestartPolicy);
        var strategy = new Kubesharp.Server.Strategies.Apps.DeploymentStrategy();
        Assert.Same(deployment, strategy.Default(deployment));
        Assert.Empty(Sample.Errors(errors => strategy.Validate(deployment, errors, Sample.Context())));
    }

    [Theory]
    [InlineData("\"replicas\": -1, \"selector\": {\"matchLabels\": {\"app\": \"web\"}}", "spec.replicas: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("\"replicas\": 1", "spec.selector: Required value")]
    [InlineData("\"selector\": {}", "spec.selector: Invalid value: {}: empty selector is invalid for deployment")]
    [InlineData("\"selector\": {\"matchLabels\": {\"app\": \"other\"}}", "spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not match template `labels`")]
    [InlineData("\"strategy\": {\"rollingUpdate\": {\"maxSurge\": 0, \"maxUnavailable\": 0}}, \"selector\": {\"matchLabels\": {\"app\": \"web\"}}", "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0")]
    [InlineData("\"strategy\": {\"rollingUpdate\": {\"maxUnavailable\": \"101%\"}}, \"selector\": {\"matchLabels\": {\"app\": \"web\"}}", "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"101%\": must not be greater than 100%")]
    [InlineData("\"strategy\": {\"type\": \"Recreate\", \"rollingUpdate\": {}}, \"selector\": {\"matchLabels\": {\"app\": \"web\"}}", "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'")]
    [InlineData("\"minReadySeconds\": 600, \"selector\": {\"matchLabels\": {\"app\": \"web\"}}", "spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds")]
    public void Deployment_BadSpec_SaysWhatUpstreamSays(string rest, string expected) =>
        Assert.Contains(expected, Sample.Errors(errors => new Kubesharp.Server.Strategies.Apps.DeploymentStrategy().Validate(Deployment(rest), errors, Sample.Context())));

    [Fact]
    public void Deployment_OtherSelector_IsImmutable()
    {
        var old = Deployment("\"selector\": {\"matchLabels\": {\"app\": \"web\"}}");
        var updated = old with { Spec = old.Spec with { Selector = new() { MatchLabels = ValueMap.Of("a", "b") } } };
        Assert.Contains("spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\"}}: field is immutable", Sample.Errors(errors => new Kubesharp.Server.Strategies.Apps.DeploymentStrategy().ValidateUpdate(updated, old, errors, Sample.Context())));
    }

    [Fact]
    public void StatefulSet_ServiceName_CannotChange()
    {
        var strategy = new StatefulSetStrategy();
        var old = strategy.Default(Sample.Read<StatefulSet>($$"""{"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "db"}, "spec": {"serviceName": "db", "selector": {"matchLabels": {"app": "web"} }, "template": {{Template}} } }"""));
        Assert.Equal(("OrderedReady", 0, "Retain"), (old.Spec.PodManagementPolicy, old.Spec.UpdateStrategy.RollingUpdate!.Partition, old.Spec.PersistentVolumeClaimRetentionPolicy!.WhenScaled));
        Assert.Same(old, strategy.Default(old));
        var updated = old with { Spec = old.Spec with { ServiceName = "other" } };
        Assert.Equal(
            ["spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"],
            Sample.Errors(errors => strategy.ValidateUpdate(updated, old, errors, Sample.Context())));
    }

    [Fact]
    public void DaemonSet_Defaults_AllowOneUnavailable()
    {
        var strategy = new DaemonSetStrategy();
        var value = strategy.Default(Sample.Read<DaemonSet>($$"""{"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": "d"}, "spec": {"selector": {"matchLabels": {"app": "web"} }, "template": {{Template}} } }"""));
        Assert.Equal((1, 0), (value.Spec.UpdateStrategy.RollingUpdate!.MaxUnavailable!.Value.Number, value.Spec.UpdateStrategy.RollingUpdate.MaxSurge!.Value.Number));
        Assert.Same(value, strategy.Default(value));
        Assert.Empty(Sample.Errors(errors => strategy.Validate(value, errors, Sample.Context())));
    }

    private static Job Job(string rest) => new JobStrategy().Default(
        Sample.Read<Job>($$"""{"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "work", "namespace": "default", "uid": "u1"}, "spec": {"template": {{JobTemplate}}{{rest}} } }"""));

    [Fact]
    public void Job_WithoutSelector_GetsOneOfItsOwn()
    {
        var strategy = new JobStrategy();
        var job = strategy.PrepareForCreate(Job(""), Sample.Context());
        Assert.Equal((1, 1, 6, "NonIndexed", "TerminatingOrFailed"), (job.Spec.Completions, job.Spec.Parallelism, job.Spec.BackoffLimit, job.Spec.CompletionMode, job.Spec.PodReplacementPolicy));
        Assert.Equal("u1", job.Spec.Selector!.MatchLabels["batch.kubernetes.io/controller-uid"]);
        Assert.Equal(("work", "work"), (job.Spec.Template.Metadata.Labels["job-name"], job.Spec.Template.Metadata.Labels["batch.kubernetes.io/job-name"]));
        Assert.Empty(Sample.Errors(errors => strategy.Validate(job, errors, Sample.Context())));
    }

    [Theory]
    [InlineData(", \"completionMode\": \"Indexed\", \"parallelism\": 1", "spec.completions: Required value: when completion mode is Indexed")]
    [InlineData(", \"backoffLimitPerIndex\": 1", "spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode")]
    [InlineData(", \"podFailurePolicy\": {\"rules\": [{\"action\": \"Ignore\", \"onExitCodes\": {\"operator\": \"In\", \"values\": [0]}}]}", "spec.podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator")]
    [InlineData(", \"completionMode\": \"Odd\"", "spec.completionMode: Unsupported value: \"Odd\": supported values: \"NonIndexed\", \"Indexed\"")]
    public void Job_BadSpec_SaysWhatUpstreamSays(string rest, string expected)
    {
        var job = new JobStrategy().PrepareForCreate(Job(rest), Sample.Context());
        Assert.Contains(expected, Sample.Errors(errors => new JobStrategy().Validate(job, errors, Sample.Context())));
    }

    [Fact]
    public void Job_RestartingAlways_IsRefused()
    {
        var job = Job("");
        job = job with { Spec = job.Spec with { Template = job.Spec.Template with { Spec = job.Spec.Template.Spec with { RestartPolicy = "Always" } } } };
        Assert.Contains("spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"", Sample.Errors(errors => new JobStrategy().Validate(job, errors, Sample.Context())));
    }

    [Fact]
    public void Job_OtherTemplate_IsImmutable()
    {
        var old = new JobStrategy().PrepareForCreate(Job(""), Sample.Context());
        var updated = old with { Spec = old.Spec with { Template = old.Spec.Template with { Spec = old.Spec.Template.Spec with { Hostname = "x" } } } };
        var error = Assert.Single(Sample.Errors(errors => new JobStrategy().ValidateUpdate(updated, old, errors, Sample.Context())));
        Assert.StartsWith("spec.template: Invalid value: {", error);
        Assert.EndsWith(": field is immutable", error);
    }

    [Theory]
    [InlineData("* * * * *", null)]
    [InlineData("*/5 0-6,12 1 jan-mar mon", null)]
    [InlineData("@daily", null)]
    [InlineData("@every 1h30m", null)]
    [InlineData("TZ=UTC 0 0 * * *", null)]
    [InlineData("", "empty spec string")]
    [InlineData("error", "expected exactly 5 fields, found 1: [error]")]
    [InlineData("60 * * * *", "end of range (60) above maximum (59): 60")]
    [InlineData("* * 0 * *", "beginning of range (0) below minimum (1): 0")]
    [InlineData("x * * * *", "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("*/0 * * * *", "step of range should be a positive number: */0")]
    [InlineData("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1")]
    [InlineData("@often", "unrecognized descriptor: @often")]
    public void CronSchedule_Text_IsChecked(string schedule, string? expected) => Assert.Equal(expected, CronSchedule.Parse(schedule).Error);
}
