using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Batch.V1;

[ApiType("io.k8s.api.batch.v1.Job")]
[Kind("batch", "v1", "Job")]
[Resource("jobs", "job", Namespaced = true, Categories = "all")]
public sealed partial record Job
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public JobSpec Spec { get; init; } = JobSpec.Empty;

    [Field(3)]
    public JobStatus Status { get; init; } = JobStatus.Empty;
}

[ApiType("io.k8s.api.batch.v1.JobCondition")]
public sealed partial record JobCondition
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    [Field(3, Always = true)]
    public DateTimeOffset LastProbeTime { get; init; }

    [Field(4, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    [Field(5)]
    public string Reason { get; init; } = "";

    [Field(6)]
    public string Message { get; init; } = "";
}

[ApiType("io.k8s.api.batch.v1.JobList")]
[Kind("batch", "v1", "JobList")]
public sealed partial record JobList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<Job> Items { get; init; }
}

[ApiType("io.k8s.api.batch.v1.JobStatus")]
public sealed partial record JobStatus
{
    [Field(1, Merge = true, MergeKey = "type", ListType = ListType.Atomic)]
    public ValueList<JobCondition> Conditions { get; init; }

    [Field(2)]
    public DateTimeOffset? StartTime { get; init; }

    [Field(3)]
    public DateTimeOffset? CompletionTime { get; init; }

    [Field(4)]
    public int Active { get; init; }

    [Field(5)]
    public int Succeeded { get; init; }

    [Field(6)]
    public int Failed { get; init; }

    [Field(11)]
    public int? Terminating { get; init; }

    [Field(7)]
    public string CompletedIndexes { get; init; } = "";

    [Field(10)]
    public string? FailedIndexes { get; init; }

    [Field(8)]
    public UncountedTerminatedPods? UncountedTerminatedPods { get; init; }

    [Field(9)]
    public int? Ready { get; init; }
}

[ApiType("io.k8s.api.batch.v1.UncountedTerminatedPods")]
public sealed partial record UncountedTerminatedPods
{
    [Field(1, ListType = ListType.Set)]
    public ValueList<string> Succeeded { get; init; }

    [Field(2, ListType = ListType.Set)]
    public ValueList<string> Failed { get; init; }
}
