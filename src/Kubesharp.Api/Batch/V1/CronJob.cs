using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Batch.V1;

/// <summary>Starts Jobs at given times.</summary>
[ApiType("io.k8s.api.batch.v1.CronJob")]
[Kind("batch", "v1", "CronJob")]
[Resource("cronjobs", "cronjob", Namespaced = true, ShortNames = "cj", Categories = "all")]
public sealed partial record CronJob
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public CronJobSpec Spec { get; init; } = CronJobSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public CronJobStatus Status { get; init; } = CronJobStatus.Empty;
}

/// <summary>A list of CronJob objects.</summary>
[ApiType("io.k8s.api.batch.v1.CronJobList")]
[Kind("batch", "v1", "CronJobList")]
public sealed partial record CronJobList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<CronJob> Items { get; init; }
}

/// <summary>When to start which Job.</summary>
[ApiType("io.k8s.api.batch.v1.CronJobSpec")]
public sealed partial record CronJobSpec
{
    /// <summary>Times in cron form: minute, hour, day of month, month, day of week.</summary>
    [Field(1, Always = true, Required = true)]
    public string Schedule { get; init; } = "";

    /// <summary>Time zone of the schedule, such as Europe/Berlin. Default: the controller's.</summary>
    [Field(8)]
    public string? TimeZone { get; init; }

    /// <summary>How late a Job may be started. No limit when absent.</summary>
    [Field(2)]
    public long? StartingDeadlineSeconds { get; init; }

    /// <summary>What happens while the last Job still runs: Allow (default), Forbid or Replace.</summary>
    [Field(3, Enum = typeof(ConcurrencyPolicy))]
    public string ConcurrencyPolicy { get; init; } = "";

    /// <summary>Starts no Jobs until it is false again. Default false.</summary>
    [Field(4)]
    public bool? Suspend { get; init; }

    /// <summary>What the Jobs look like.</summary>
    [Field(5, Required = true)]
    public JobTemplateSpec JobTemplate { get; init; } = JobTemplateSpec.Empty;

    /// <summary>Succeeded Jobs to keep. Default 3.</summary>
    [Field(6)]
    public int? SuccessfulJobsHistoryLimit { get; init; }

    /// <summary>Failed Jobs to keep. Default 1.</summary>
    [Field(7)]
    public int? FailedJobsHistoryLimit { get; init; }
}

/// <summary>What was last observed of a CronJob.</summary>
[ApiType("io.k8s.api.batch.v1.CronJobStatus")]
public sealed partial record CronJobStatus
{
    /// <summary>Jobs that run.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<ObjectReference> Active { get; init; }

    /// <summary>When a Job was started last.</summary>
    [Field(4)]
    public DateTimeOffset? LastScheduleTime { get; init; }

    /// <summary>When a Job succeeded last.</summary>
    [Field(5)]
    public DateTimeOffset? LastSuccessfulTime { get; init; }
}

/// <summary>What Jobs made from a template look like.</summary>
[ApiType("io.k8s.api.batch.v1.JobTemplateSpec")]
public sealed partial record JobTemplateSpec
{
    /// <summary>Labels and annotations of the Jobs.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What the Jobs run.</summary>
    [Field(2)]
    public JobSpec Spec { get; init; } = JobSpec.Empty;
}
