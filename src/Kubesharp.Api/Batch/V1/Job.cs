using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Batch.V1;

/// <summary>Runs pods until enough of them have succeeded.</summary>
[ApiType("io.k8s.api.batch.v1.Job")]
[Kind("batch", "v1", "Job")]
[Resource("jobs", "job", Namespaced = true, Categories = "all")]
public sealed partial record Job
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public JobSpec Spec { get; init; } = JobSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public JobStatus Status { get; init; } = JobStatus.Empty;
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.api.batch.v1.JobCondition")]
public sealed partial record JobCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    /// <summary>When the condition was last looked at.</summary>
    [Field(3, Always = true)]
    public DateTimeOffset LastProbeTime { get; init; }

    /// <summary>When the status last changed from one value to another.</summary>
    [Field(4, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Why, as one word for programs.</summary>
    [Field(5)]
    public string Reason { get; init; } = "";

    /// <summary>Why, in a sentence for people.</summary>
    [Field(6)]
    public string Message { get; init; } = "";
}

/// <summary>A list of Job objects.</summary>
[ApiType("io.k8s.api.batch.v1.JobList")]
[Kind("batch", "v1", "JobList")]
public sealed partial record JobList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<Job> Items { get; init; }
}

/// <summary>What was last observed of a Job.</summary>
[ApiType("io.k8s.api.batch.v1.JobStatus")]
public sealed partial record JobStatus
{
    /// <summary>Complete, Failed, Suspended and others.</summary>
    [Field(1, Merge = true, MergeKey = "type", ListType = ListType.Atomic)]
    public ValueList<JobCondition> Conditions { get; init; }

    /// <summary>When the Job was started, or resumed.</summary>
    [Field(2)]
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it succeeded.</summary>
    [Field(3)]
    public DateTimeOffset? CompletionTime { get; init; }

    /// <summary>Pods that run or are waiting to.</summary>
    [Field(4)]
    public int Active { get; init; }

    /// <summary>Pods that succeeded.</summary>
    [Field(5)]
    public int Succeeded { get; init; }

    /// <summary>Pods that failed.</summary>
    [Field(6)]
    public int Failed { get; init; }

    /// <summary>Pods that are being deleted.</summary>
    [Field(11)]
    public int? Terminating { get; init; }

    /// <summary>Indexes that succeeded, such as 1,3-5.</summary>
    [Field(7)]
    public string CompletedIndexes { get; init; } = "";

    /// <summary>Indexes that failed, such as 2,7.</summary>
    [Field(10)]
    public string? FailedIndexes { get; init; }

    /// <summary>Pods that have ended but are not counted yet.</summary>
    [Field(8)]
    public UncountedTerminatedPods? UncountedTerminatedPods { get; init; }

    /// <summary>Active pods that are ready.</summary>
    [Field(9)]
    public int? Ready { get; init; }
}

/// <summary>Pods that have ended but are not counted yet.</summary>
[ApiType("io.k8s.api.batch.v1.UncountedTerminatedPods")]
public sealed partial record UncountedTerminatedPods
{
    /// <summary>Identifiers of those that succeeded.</summary>
    [Field(1, ListType = ListType.Set)]
    public ValueList<string> Succeeded { get; init; }

    /// <summary>Identifiers of those that failed.</summary>
    [Field(2, ListType = ListType.Set)]
    public ValueList<string> Failed { get; init; }
}
