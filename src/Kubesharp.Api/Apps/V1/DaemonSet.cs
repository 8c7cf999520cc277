using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Apps.V1;

[ApiType("io.k8s.api.apps.v1.DaemonSet")]
[Kind("apps", "v1", "DaemonSet")]
[Resource("daemonsets", "daemonset", Namespaced = true, ShortNames = "ds", Categories = "all")]
public sealed partial record DaemonSet
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public DaemonSetSpec Spec { get; init; } = DaemonSetSpec.Empty;

    [Field(3)]
    public DaemonSetStatus Status { get; init; } = DaemonSetStatus.Empty;
}

[ApiType("io.k8s.api.apps.v1.DaemonSetCondition")]
public sealed partial record DaemonSetCondition
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    [Field(3, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    [Field(4)]
    public string Reason { get; init; } = "";

    [Field(5)]
    public string Message { get; init; } = "";
}

[ApiType("io.k8s.api.apps.v1.DaemonSetList")]
[Kind("apps", "v1", "DaemonSetList")]
public sealed partial record DaemonSetList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<DaemonSet> Items { get; init; }
}

[ApiType("io.k8s.api.apps.v1.DaemonSetSpec")]
public sealed partial record DaemonSetSpec
{
    [Field(1, Always = true, Required = true)]
    public LabelSelector? Selector { get; init; }

    [Field(2, Required = true)]
    public PodTemplateSpec Template { get; init; } = PodTemplateSpec.Empty;

    [Field(3)]
    public DaemonSetUpdateStrategy UpdateStrategy { get; init; } = DaemonSetUpdateStrategy.Empty;

    [Field(4)]
    public int MinReadySeconds { get; init; }

    [Field(6)]
    public int? RevisionHistoryLimit { get; init; }
}

[ApiType("io.k8s.api.apps.v1.DaemonSetStatus")]
public sealed partial record DaemonSetStatus
{
    [Field(1, Always = true, Required = true)]
    public int CurrentNumberScheduled { get; init; }

    [Field(2, Always = true, Required = true)]
    public int NumberMisscheduled { get; init; }

    [Field(3, Always = true, Required = true)]
    public int DesiredNumberScheduled { get; init; }

    [Field(4, Always = true, Required = true)]
    public int NumberReady { get; init; }

    [Field(5)]
    public long ObservedGeneration { get; init; }

    [Field(6)]
    public int UpdatedNumberScheduled { get; init; }

    [Field(7)]
    public int NumberAvailable { get; init; }

    [Field(8)]
    public int NumberUnavailable { get; init; }

    [Field(9)]
    public int? CollisionCount { get; init; }

    [Field(10, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<DaemonSetCondition> Conditions { get; init; }
}

[ApiType("io.k8s.api.apps.v1.DaemonSetUpdateStrategy")]
public sealed partial record DaemonSetUpdateStrategy
{
    [Field(1, Enum = typeof(DaemonSetUpdateStrategyType))]
    public string Type { get; init; } = "";

    [Field(2)]
    public RollingUpdateDaemonSet? RollingUpdate { get; init; }
}

[ApiType("io.k8s.api.apps.v1.RollingUpdateDaemonSet")]
public sealed partial record RollingUpdateDaemonSet
{
    [Field(1)]
    public IntOrString? MaxUnavailable { get; init; }

    [Field(2)]
    public IntOrString? MaxSurge { get; init; }
}
