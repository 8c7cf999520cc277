using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Batch.V1;

[ApiType("io.k8s.api.batch.v1.CronJob")]
[Kind("batch", "v1", "CronJob")]
[Resource("cronjobs", "cronjob", Namespaced = true, ShortNames = "cj", Categories = "all")]
public sealed partial record CronJob
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public CronJobSpec Spec { get; init; } = CronJobSpec.Empty;

    [Field(3)]
    public CronJobStatus Status { get; init; } = CronJobStatus.Empty;
}

[ApiType("io.k8s.api.batch.v1.CronJobList")]
[Kind("batch", "v1", "CronJobList")]
public sealed partial record CronJobList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<CronJob> Items { get; init; }
}

[ApiType("io.k8s.api.batch.v1.CronJobSpec")]
public sealed partial record CronJobSpec
{
    [Field(1, Always = true, Required = true)]
    public string Schedule { get; init; } = "";

    [Field(8)]
    public string? TimeZone { get; init; }

    [Field(2)]
    public long? StartingDeadlineSeconds { get; init; }

    [Field(3, Enum = typeof(ConcurrencyPolicy))]
    public string ConcurrencyPolicy { get; init; } = "";

    [Field(4)]
    public bool? Suspend { get; init; }

    [Field(5, Required = true)]
    public JobTemplateSpec JobTemplate { get; init; } = JobTemplateSpec.Empty;

    [Field(6)]
    public int? SuccessfulJobsHistoryLimit { get; init; }

    [Field(7)]
    public int? FailedJobsHistoryLimit { get; init; }
}

[ApiType("io.k8s.api.batch.v1.CronJobStatus")]
public sealed partial record CronJobStatus
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<ObjectReference> Active { get; init; }

    [Field(4)]
    public DateTimeOffset? LastScheduleTime { get; init; }

    [Field(5)]
    public DateTimeOffset? LastSuccessfulTime { get; init; }
}

[ApiType("io.k8s.api.batch.v1.JobTemplateSpec")]
public sealed partial record JobTemplateSpec
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public JobSpec Spec { get; init; } = JobSpec.Empty;
}
