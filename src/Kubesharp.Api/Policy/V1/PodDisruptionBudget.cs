using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Policy.V1;

/// <summary>How many of some pods may be missing because of planned work.</summary>
[ApiType("io.k8s.api.policy.v1.PodDisruptionBudget")]
[Kind("policy", "v1", "PodDisruptionBudget")]
[Resource("poddisruptionbudgets", "poddisruptionbudget", Namespaced = true, ShortNames = "pdb")]
public sealed partial record PodDisruptionBudget
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public PodDisruptionBudgetSpec Spec { get; init; } = PodDisruptionBudgetSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public PodDisruptionBudgetStatus Status { get; init; } = PodDisruptionBudgetStatus.Empty;
}

/// <summary>A list of PodDisruptionBudget objects.</summary>
[ApiType("io.k8s.api.policy.v1.PodDisruptionBudgetList")]
[Kind("policy", "v1", "PodDisruptionBudgetList")]
public sealed partial record PodDisruptionBudgetList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<PodDisruptionBudget> Items { get; init; }
}

/// <summary>The pods and how many may be missing.</summary>
[ApiType("io.k8s.api.policy.v1.PodDisruptionBudgetSpec")]
public sealed partial record PodDisruptionBudgetSpec
{
    /// <summary>Pods that must stay, as a number or a percentage. Not together with maxUnavailable.</summary>
    [Field(1)]
    public IntOrString? MinAvailable { get; init; }

    /// <summary>The pods; an empty selector means all of the namespace.</summary>
    [Field(2)]
    public LabelSelector? Selector { get; init; }

    /// <summary>Pods that may be missing, as a number or a percentage.</summary>
    [Field(3)]
    public IntOrString? MaxUnavailable { get; init; }

    /// <summary>Whether pods that are not ready may be evicted: IfHealthyBudget (default) or AlwaysAllow.</summary>
    [Field(4, Enum = typeof(UnhealthyPodEvictionPolicyType))]
    public string? UnhealthyPodEvictionPolicy { get; init; }
}

/// <summary>What was last observed.</summary>
[ApiType("io.k8s.api.policy.v1.PodDisruptionBudgetStatus")]
public sealed partial record PodDisruptionBudgetStatus
{
    /// <summary>Generation the status is about.</summary>
    [Field(1)]
    public long ObservedGeneration { get; init; }

    /// <summary>Pods whose eviction was allowed but not seen yet, and when.</summary>
    [Field(2)]
    public ValueMap<DateTimeOffset> DisruptedPods { get; init; }

    /// <summary>Pods that may be evicted now.</summary>
    [Field(3, Always = true)]
    public int DisruptionsAllowed { get; init; }

    /// <summary>Pods that are ready.</summary>
    [Field(4, Always = true)]
    public int CurrentHealthy { get; init; }

    /// <summary>Pods that must be ready.</summary>
    [Field(5, Always = true)]
    public int DesiredHealthy { get; init; }

    /// <summary>Pods that are counted.</summary>
    [Field(6, Always = true)]
    public int ExpectedPods { get; init; }

    /// <summary>Aspects of the state.</summary>
    [Field(7, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<Condition> Conditions { get; init; }
}
