using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Batch.V1;

[ApiType("io.k8s.api.batch.v1.JobSpec")]
public sealed partial record JobSpec
{
    [Field(1)]
    public int? Parallelism { get; init; }

    [Field(2)]
    public int? Completions { get; init; }

    [Field(3)]
    public long? ActiveDeadlineSeconds { get; init; }

    [Field(11)]
    public PodFailurePolicy? PodFailurePolicy { get; init; }

    [Field(16)]
    public SuccessPolicy? SuccessPolicy { get; init; }

    [Field(7)]
    public int? BackoffLimit { get; init; }

    [Field(12)]
    public int? BackoffLimitPerIndex { get; init; }

    [Field(13)]
    public int? MaxFailedIndexes { get; init; }

    [Field(4)]
    public LabelSelector? Selector { get; init; }

    [Field(5)]
    public bool? ManualSelector { get; init; }

    [Field(6, Required = true)]
    public PodTemplateSpec Template { get; init; } = PodTemplateSpec.Empty;

    [Field(8)]
    public int? TtlSecondsAfterFinished { get; init; }

    [Field(9, Enum = typeof(CompletionMode))]
    public string? CompletionMode { get; init; }

    [Field(10)]
    public bool? Suspend { get; init; }

    [Field(14, Enum = typeof(PodReplacementPolicy))]
    public string? PodReplacementPolicy { get; init; }

    [Field(15)]
    public string? ManagedBy { get; init; }
}

[ApiType("io.k8s.api.batch.v1.PodFailurePolicy")]
public sealed partial record PodFailurePolicy
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<PodFailurePolicyRule> Rules { get; init; }
}

[ApiType("io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement")]
public sealed partial record PodFailurePolicyOnExitCodesRequirement
{
    [Field(1)]
    public string? ContainerName { get; init; }

    [Field(2, Always = true, Required = true, Enum = typeof(PodFailurePolicyOnExitCodesOperator))]
    public string Operator { get; init; } = "";

    [Field(3, Always = true, Required = true, ListType = ListType.Set)]
    public ValueList<int> Values { get; init; }
}

[ApiType("io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern")]
public sealed partial record PodFailurePolicyOnPodConditionsPattern
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true)]
    public string Status { get; init; } = "";
}

[ApiType("io.k8s.api.batch.v1.PodFailurePolicyRule")]
public sealed partial record PodFailurePolicyRule
{
    [Field(1, Always = true, Required = true, Enum = typeof(PodFailurePolicyAction))]
    public string Action { get; init; } = "";

    [Field(2)]
    public PodFailurePolicyOnExitCodesRequirement? OnExitCodes { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<PodFailurePolicyOnPodConditionsPattern> OnPodConditions { get; init; }
}

[ApiType("io.k8s.api.batch.v1.SuccessPolicy")]
public sealed partial record SuccessPolicy
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<SuccessPolicyRule> Rules { get; init; }
}

[ApiType("io.k8s.api.batch.v1.SuccessPolicyRule")]
public sealed partial record SuccessPolicyRule
{
    [Field(1)]
    public string? SucceededIndexes { get; init; }

    [Field(2)]
    public int? SucceededCount { get; init; }
}
