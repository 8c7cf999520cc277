using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Batch.V1;

/// <summary>What to run and how often.</summary>
[ApiType("io.k8s.api.batch.v1.JobSpec")]
public sealed partial record JobSpec
{
    /// <summary>Most pods at a time. Default 1.</summary>
    [Field(1)]
    public int? Parallelism { get; init; }

    /// <summary>Pods that must succeed. Default 1; when absent, the success of any ends the Job.</summary>
    [Field(2)]
    public int? Completions { get; init; }

    /// <summary>Seconds after which the Job is stopped and counts as failed. No limit when absent.</summary>
    [Field(3)]
    public long? ActiveDeadlineSeconds { get; init; }

    /// <summary>What failures of pods mean, by exit code and condition.</summary>
    [Field(11)]
    public PodFailurePolicy? PodFailurePolicy { get; init; }

    /// <summary>When the Job succeeds before all completions; for Indexed Jobs.</summary>
    [Field(16)]
    public SuccessPolicy? SuccessPolicy { get; init; }

    /// <summary>Failed pods after which the Job fails. Default 6.</summary>
    [Field(7)]
    public int? BackoffLimit { get; init; }

    /// <summary>Failed pods of one index after which the index fails.</summary>
    [Field(12)]
    public int? BackoffLimitPerIndex { get; init; }

    /// <summary>Failed indexes after which the Job fails.</summary>
    [Field(13)]
    public int? MaxFailedIndexes { get; init; }

    /// <summary>Pods that belong to the Job. Set by the system; leave it out.</summary>
    [Field(4)]
    public LabelSelector? Selector { get; init; }

    /// <summary>Whether you chose the selector yourself. Default false.</summary>
    [Field(5)]
    public bool? ManualSelector { get; init; }

    /// <summary>What the pods look like. restartPolicy must be OnFailure or Never.</summary>
    [Field(6, Required = true)]
    public PodTemplateSpec Template { get; init; } = PodTemplateSpec.Empty;

    /// <summary>Seconds after its end when the Job is deleted. Never when absent.</summary>
    [Field(8)]
    public int? TtlSecondsAfterFinished { get; init; }

    /// <summary>NonIndexed (default), or Indexed to give each pod a number.</summary>
    [Field(9, Enum = typeof(CompletionMode))]
    public string? CompletionMode { get; init; }

    /// <summary>Deletes the pods and makes no new ones until it is false again. Default false.</summary>
    [Field(10)]
    public bool? Suspend { get; init; }

    /// <summary>When a pod is replaced: TerminatingOrFailed at once, Failed only when it has ended.</summary>
    [Field(14, Enum = typeof(PodReplacementPolicy))]
    public string? PodReplacementPolicy { get; init; }

    /// <summary>Controller that runs the Job; empty for the built-in one. It cannot be changed.</summary>
    [Field(15)]
    public string? ManagedBy { get; init; }
}

/// <summary>What failures of pods mean.</summary>
[ApiType("io.k8s.api.batch.v1.PodFailurePolicy")]
public sealed partial record PodFailurePolicy
{
    /// <summary>The rules; the first that matches counts.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<PodFailurePolicyRule> Rules { get; init; }
}

/// <summary>A set of exit codes.</summary>
[ApiType("io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement")]
public sealed partial record PodFailurePolicyOnExitCodesRequirement
{
    /// <summary>Container whose code counts. Default: any.</summary>
    [Field(1)]
    public string? ContainerName { get; init; }

    /// <summary>In for these codes, NotIn for all others but 0.</summary>
    [Field(2, Always = true, Required = true, Enum = typeof(PodFailurePolicyOnExitCodesOperator))]
    public string Operator { get; init; } = "";

    /// <summary>The codes.</summary>
    [Field(3, Always = true, Required = true, ListType = ListType.Set)]
    public ValueList<int> Values { get; init; }
}

/// <summary>A condition of a pod.</summary>
[ApiType("io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern")]
public sealed partial record PodFailurePolicyOnPodConditionsPattern
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2, Always = true)]
    public string Status { get; init; } = "";
}

/// <summary>What one kind of failure means.</summary>
[ApiType("io.k8s.api.batch.v1.PodFailurePolicyRule")]
public sealed partial record PodFailurePolicyRule
{
    /// <summary>FailJob, FailIndex, Ignore or Count.</summary>
    [Field(1, Always = true, Required = true, Enum = typeof(PodFailurePolicyAction))]
    public string Action { get; init; } = "";

    /// <summary>Exit codes the rule is about.</summary>
    [Field(2)]
    public PodFailurePolicyOnExitCodesRequirement? OnExitCodes { get; init; }

    /// <summary>Conditions of the pod the rule is about.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<PodFailurePolicyOnPodConditionsPattern> OnPodConditions { get; init; }
}

/// <summary>When a Job succeeds early.</summary>
[ApiType("io.k8s.api.batch.v1.SuccessPolicy")]
public sealed partial record SuccessPolicy
{
    /// <summary>The rules; one that holds is enough.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<SuccessPolicyRule> Rules { get; init; }
}

/// <summary>When a Job succeeds early.</summary>
[ApiType("io.k8s.api.batch.v1.SuccessPolicyRule")]
public sealed partial record SuccessPolicyRule
{
    /// <summary>Indexes that must all succeed, such as 0-2,5.</summary>
    [Field(1)]
    public string? SucceededIndexes { get; init; }

    /// <summary>How many of them must succeed.</summary>
    [Field(2)]
    public int? SucceededCount { get; init; }
}
