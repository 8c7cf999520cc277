using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.FlowControl.V1;

/// <summary>A share of the server's capacity for some requests.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfiguration")]
[Kind("flowcontrol.apiserver.k8s.io", "v1", "PriorityLevelConfiguration")]
[Resource("prioritylevelconfigurations", "prioritylevelconfiguration", Namespaced = false)]
public sealed partial record PriorityLevelConfiguration
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public PriorityLevelConfigurationSpec Spec { get; init; } = PriorityLevelConfigurationSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public PriorityLevelConfigurationStatus Status { get; init; } = PriorityLevelConfigurationStatus.Empty;
}

/// <summary>Settings of an exempt level.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.ExemptPriorityLevelConfiguration")]
public sealed partial record ExemptPriorityLevelConfiguration
{
    /// <summary>Share of the seats others see as taken. Default 0.</summary>
    [Field(1)]
    public int? NominalConcurrencyShares { get; init; }

    /// <summary>Part of the seats others may borrow. Default 0.</summary>
    [Field(2)]
    public int? LendablePercent { get; init; }
}

/// <summary>What happens to requests there is no room for.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.LimitResponse")]
public sealed partial record LimitResponse
{
    /// <summary>Queue, or Reject with code 429.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>The queues.</summary>
    [Field(2)]
    public QueuingConfiguration? Queuing { get; init; }
}

/// <summary>The limits of a level.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.LimitedPriorityLevelConfiguration")]
public sealed partial record LimitedPriorityLevelConfiguration
{
    /// <summary>Share of the seats, relative to the other levels. Default 30.</summary>
    [Field(1, Always = true)]
    public int? NominalConcurrencyShares { get; init; }

    /// <summary>What happens to requests there is no room for.</summary>
    [Field(2)]
    public LimitResponse LimitResponse { get; init; } = LimitResponse.Empty;

    /// <summary>Part of the seats others may borrow. Default 0.</summary>
    [Field(3)]
    public int? LendablePercent { get; init; }

    /// <summary>How many seats it may borrow, in percent of its own. No limit when absent.</summary>
    [Field(4)]
    public int? BorrowingLimitPercent { get; init; }
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationCondition")]
public sealed partial record PriorityLevelConfigurationCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2)]
    public string Status { get; init; } = "";

    /// <summary>When the status last changed from one value to another.</summary>
    [Field(3, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Why, as one word for programs.</summary>
    [Field(4)]
    public string Reason { get; init; } = "";

    /// <summary>Why, in a sentence for people.</summary>
    [Field(5)]
    public string Message { get; init; } = "";
}

/// <summary>A list of PriorityLevelConfiguration objects.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationList")]
[Kind("flowcontrol.apiserver.k8s.io", "v1", "PriorityLevelConfigurationList")]
public sealed partial record PriorityLevelConfigurationList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<PriorityLevelConfiguration> Items { get; init; }
}

/// <summary>The share.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec")]
public sealed partial record PriorityLevelConfigurationSpec
{
    /// <summary>Exempt for no limit, or Limited.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>The limits.</summary>
    [Field(2)]
    public LimitedPriorityLevelConfiguration? Limited { get; init; }

    /// <summary>Settings of an exempt level.</summary>
    [Field(3)]
    public ExemptPriorityLevelConfiguration? Exempt { get; init; }
}

[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationStatus")]
public sealed partial record PriorityLevelConfigurationStatus
{
    /// <summary>Aspects of the state.</summary>
    [Field(1, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<PriorityLevelConfigurationCondition> Conditions { get; init; }
}

/// <summary>Queues of a level.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.QueuingConfiguration")]
public sealed partial record QueuingConfiguration
{
    /// <summary>Number of queues. Default 64.</summary>
    [Field(1, Always = true)]
    public int Queues { get; init; }

    /// <summary>Queues one flow may use. Default 8.</summary>
    [Field(2, Always = true)]
    public int HandSize { get; init; }

    /// <summary>Most requests in a queue. Default 50.</summary>
    [Field(3, Always = true)]
    public int QueueLengthLimit { get; init; }
}
