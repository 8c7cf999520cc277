using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Policy.V1;

[ApiType("io.k8s.api.policy.v1.PodDisruptionBudget")]
[Kind("policy", "v1", "PodDisruptionBudget")]
[Resource("poddisruptionbudgets", "poddisruptionbudget", Namespaced = true, ShortNames = "pdb")]
public sealed partial record PodDisruptionBudget
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public PodDisruptionBudgetSpec Spec { get; init; } = PodDisruptionBudgetSpec.Empty;

    [Field(3)]
    public PodDisruptionBudgetStatus Status { get; init; } = PodDisruptionBudgetStatus.Empty;
}

[ApiType("io.k8s.api.policy.v1.PodDisruptionBudgetList")]
[Kind("policy", "v1", "PodDisruptionBudgetList")]
public sealed partial record PodDisruptionBudgetList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<PodDisruptionBudget> Items { get; init; }
}

[ApiType("io.k8s.api.policy.v1.PodDisruptionBudgetSpec")]
public sealed partial record PodDisruptionBudgetSpec
{
    [Field(1)]
    public IntOrString? MinAvailable { get; init; }

    [Field(2)]
    public LabelSelector? Selector { get; init; }

    [Field(3)]
    public IntOrString? MaxUnavailable { get; init; }

    [Field(4, Enum = typeof(UnhealthyPodEvictionPolicyType))]
    public string? UnhealthyPodEvictionPolicy { get; init; }
}

[ApiType("io.k8s.api.policy.v1.PodDisruptionBudgetStatus")]
public sealed partial record PodDisruptionBudgetStatus
{
    [Field(1)]
    public long ObservedGeneration { get; init; }

    [Field(2)]
    public ValueMap<DateTimeOffset> DisruptedPods { get; init; }

    [Field(3, Always = true)]
    public int DisruptionsAllowed { get; init; }

    [Field(4, Always = true)]
    public int CurrentHealthy { get; init; }

    [Field(5, Always = true)]
    public int DesiredHealthy { get; init; }

    [Field(6, Always = true)]
    public int ExpectedPods { get; init; }

    [Field(7, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<Condition> Conditions { get; init; }
}
