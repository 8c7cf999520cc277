using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Apps.V1;

[ApiType("io.k8s.api.apps.v1.StatefulSet")]
[Kind("apps", "v1", "StatefulSet")]
[Resource("statefulsets", "statefulset", Namespaced = true, ShortNames = "sts", Categories = "all")]
public sealed partial record StatefulSet
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public StatefulSetSpec Spec { get; init; } = StatefulSetSpec.Empty;

    [Field(3)]
    public StatefulSetStatus Status { get; init; } = StatefulSetStatus.Empty;
}

[ApiType("io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy")]
public sealed partial record RollingUpdateStatefulSetStrategy
{
    [Field(1)]
    public int? Partition { get; init; }

    [Field(2)]
    public IntOrString? MaxUnavailable { get; init; }
}

[ApiType("io.k8s.api.apps.v1.StatefulSetCondition")]
public sealed partial record StatefulSetCondition
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

[ApiType("io.k8s.api.apps.v1.StatefulSetList")]
[Kind("apps", "v1", "StatefulSetList")]
public sealed partial record StatefulSetList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<StatefulSet> Items { get; init; }
}

[ApiType("io.k8s.api.apps.v1.StatefulSetOrdinals")]
public sealed partial record StatefulSetOrdinals
{
    [Field(1, Always = true)]
    public int Start { get; init; }
}

[ApiType("io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy")]
public sealed partial record StatefulSetPersistentVolumeClaimRetentionPolicy
{
    [Field(1)]
    public string WhenDeleted { get; init; } = "";

    [Field(2)]
    public string WhenScaled { get; init; } = "";
}

[ApiType("io.k8s.api.apps.v1.StatefulSetSpec")]
public sealed partial record StatefulSetSpec
{
    [Field(1)]
    public int? Replicas { get; init; }

    [Field(2, Always = true, Required = true)]
    public LabelSelector? Selector { get; init; }

    [Field(3, Required = true)]
    public PodTemplateSpec Template { get; init; } = PodTemplateSpec.Empty;

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<PersistentVolumeClaim> VolumeClaimTemplates { get; init; }

    [Field(5, Always = true)]
    public string ServiceName { get; init; } = "";

    [Field(6, Enum = typeof(PodManagementPolicyType))]
    public string PodManagementPolicy { get; init; } = "";

    [Field(7)]
    public StatefulSetUpdateStrategy UpdateStrategy { get; init; } = StatefulSetUpdateStrategy.Empty;

    [Field(8)]
    public int? RevisionHistoryLimit { get; init; }

    [Field(9)]
    public int MinReadySeconds { get; init; }

    [Field(10)]
    public StatefulSetPersistentVolumeClaimRetentionPolicy? PersistentVolumeClaimRetentionPolicy { get; init; }

    [Field(11)]
    public StatefulSetOrdinals? Ordinals { get; init; }
}

[ApiType("io.k8s.api.apps.v1.StatefulSetStatus")]
public sealed partial record StatefulSetStatus
{
    [Field(1)]
    public long ObservedGeneration { get; init; }

    [Field(2, Always = true, Required = true)]
    public int Replicas { get; init; }

    [Field(3)]
    public int ReadyReplicas { get; init; }

    [Field(4)]
    public int CurrentReplicas { get; init; }

    [Field(5)]
    public int UpdatedReplicas { get; init; }

    [Field(6)]
    public string CurrentRevision { get; init; } = "";

    [Field(7)]
    public string UpdateRevision { get; init; } = "";

    [Field(9)]
    public int? CollisionCount { get; init; }

    [Field(10, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<StatefulSetCondition> Conditions { get; init; }

    [Field(11, Always = true)]
    public int AvailableReplicas { get; init; }
}

[ApiType("io.k8s.api.apps.v1.StatefulSetUpdateStrategy")]
public sealed partial record StatefulSetUpdateStrategy
{
    [Field(1, Enum = typeof(StatefulSetUpdateStrategyType))]
    public string Type { get; init; } = "";

    [Field(2)]
    public RollingUpdateStatefulSetStrategy? RollingUpdate { get; init; }
}
