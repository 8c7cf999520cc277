using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.FlowControl.V1;

[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfiguration")]
[Kind("flowcontrol.apiserver.k8s.io", "v1", "PriorityLevelConfiguration")]
[Resource("prioritylevelconfigurations", "prioritylevelconfiguration", Namespaced = false)]
public sealed partial record PriorityLevelConfiguration
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public PriorityLevelConfigurationSpec Spec { get; init; } = PriorityLevelConfigurationSpec.Empty;

    [Field(3)]
    public PriorityLevelConfigurationStatus Status { get; init; } = PriorityLevelConfigurationStatus.Empty;
}

[ApiType("io.k8s.api.flowcontrol.v1.ExemptPriorityLevelConfiguration")]
public sealed partial record ExemptPriorityLevelConfiguration
{
    [Field(1)]
    public int? NominalConcurrencyShares { get; init; }

    [Field(2)]
    public int? LendablePercent { get; init; }
}

[ApiType("io.k8s.api.flowcontrol.v1.LimitResponse")]
public sealed partial record LimitResponse
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2)]
    public QueuingConfiguration? Queuing { get; init; }
}

[ApiType("io.k8s.api.flowcontrol.v1.LimitedPriorityLevelConfiguration")]
public sealed partial record LimitedPriorityLevelConfiguration
{
    [Field(1, Always = true)]
    public int? NominalConcurrencyShares { get; init; }

    [Field(2)]
    public LimitResponse LimitResponse { get; init; } = LimitResponse.Empty;

    [Field(3)]
    public int? LendablePercent { get; init; }

    [Field(4)]
    public int? BorrowingLimitPercent { get; init; }
}

[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationCondition")]
public sealed partial record PriorityLevelConfigurationCondition
{
    [Field(1)]
    public string Type { get; init; } = "";

    [Field(2)]
    public string Status { get; init; } = "";

    [Field(3, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    [Field(4)]
    public string Reason { get; init; } = "";

    [Field(5)]
    public string Message { get; init; } = "";
}

[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationList")]
[Kind("flowcontrol.apiserver.k8s.io", "v1", "PriorityLevelConfigurationList")]
public sealed partial record PriorityLevelConfigurationList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<PriorityLevelConfiguration> Items { get; init; }
}

[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec")]
public sealed partial record PriorityLevelConfigurationSpec
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2)]
    public LimitedPriorityLevelConfiguration? Limited { get; init; }

    [Field(3)]
    public ExemptPriorityLevelConfiguration? Exempt { get; init; }
}

[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationStatus")]
public sealed partial record PriorityLevelConfigurationStatus
{
    [Field(1, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<PriorityLevelConfigurationCondition> Conditions { get; init; }
}

[ApiType("io.k8s.api.flowcontrol.v1.QueuingConfiguration")]
public sealed partial record QueuingConfiguration
{
    [Field(1, Always = true)]
    public int Queues { get; init; }

    [Field(2, Always = true)]
    public int HandSize { get; init; }

    [Field(3, Always = true)]
    public int QueueLengthLimit { get; init; }
}
