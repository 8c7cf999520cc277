using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Apps.V1;

/// <summary>Runs pods with fixed names and storage of their own, in a fixed order.</summary>
[ApiType("io.k8s.api.apps.v1.StatefulSet")]
[Kind("apps", "v1", "StatefulSet")]
[Resource("statefulsets", "statefulset", Namespaced = true, ShortNames = "sts", Categories = "all")]
public sealed partial record StatefulSet
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public StatefulSetSpec Spec { get; init; } = StatefulSetSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public StatefulSetStatus Status { get; init; } = StatefulSetStatus.Empty;
}

/// <summary>Which pods are replaced.</summary>
[ApiType("io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy")]
public sealed partial record RollingUpdateStatefulSetStrategy
{
    /// <summary>Only pods with this number or a higher one are replaced. Default 0.</summary>
    [Field(1)]
    public int? Partition { get; init; }

    /// <summary>Pods that may be missing at once, as a number or a percentage. Default 1.</summary>
    [Field(2)]
    public IntOrString? MaxUnavailable { get; init; }
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.api.apps.v1.StatefulSetCondition")]
public sealed partial record StatefulSetCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2, Always = true, Required = true)]
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

/// <summary>A list of StatefulSet objects.</summary>
[ApiType("io.k8s.api.apps.v1.StatefulSetList")]
[Kind("apps", "v1", "StatefulSetList")]
public sealed partial record StatefulSetList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<StatefulSet> Items { get; init; }
}

/// <summary>Numbers of the pods.</summary>
[ApiType("io.k8s.api.apps.v1.StatefulSetOrdinals")]
public sealed partial record StatefulSetOrdinals
{
    /// <summary>Number of the first pod. Default 0.</summary>
    [Field(1, Always = true)]
    public int Start { get; init; }
}

/// <summary>What becomes of claims.</summary>
[ApiType("io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy")]
public sealed partial record StatefulSetPersistentVolumeClaimRetentionPolicy
{
    /// <summary>When the StatefulSet is deleted: Retain (default) or Delete.</summary>
    [Field(1)]
    public string WhenDeleted { get; init; } = "";

    /// <summary>When there are fewer pods: Retain (default) or Delete.</summary>
    [Field(2)]
    public string WhenScaled { get; init; } = "";
}

/// <summary>How many pods are wanted and what they look like.</summary>
[ApiType("io.k8s.api.apps.v1.StatefulSetSpec")]
public sealed partial record StatefulSetSpec
{
    /// <summary>Number of pods. Default 1.</summary>
    [Field(1)]
    public int? Replicas { get; init; }

    /// <summary>Pods that belong to the StatefulSet. It must match the template's labels and cannot be changed.</summary>
    [Field(2, Always = true, Required = true)]
    public LabelSelector? Selector { get; init; }

    /// <summary>What the pods look like. They are called after the StatefulSet, with -0, -1 and so on.</summary>
    [Field(3, Required = true)]
    public PodTemplateSpec Template { get; init; } = PodTemplateSpec.Empty;

    /// <summary>Claims made for each pod, which stay when the pod goes.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<PersistentVolumeClaim> VolumeClaimTemplates { get; init; }

    /// <summary>Headless Service that gives the pods their DNS names.</summary>
    [Field(5, Always = true)]
    public string ServiceName { get; init; } = "";

    /// <summary>OrderedReady (default) starts one pod after the other, Parallel all at once.</summary>
    [Field(6, Enum = typeof(PodManagementPolicyType))]
    public string PodManagementPolicy { get; init; } = "";

    /// <summary>How pods are replaced when the template changes.</summary>
    [Field(7)]
    public StatefulSetUpdateStrategy UpdateStrategy { get; init; } = StatefulSetUpdateStrategy.Empty;

    /// <summary>Number of old revisions kept for going back. Default 10.</summary>
    [Field(8)]
    public int? RevisionHistoryLimit { get; init; }

    /// <summary>Seconds a pod must be ready before it counts as available. Default 0.</summary>
    [Field(9)]
    public int MinReadySeconds { get; init; }

    /// <summary>What becomes of the claims when pods or the StatefulSet go.</summary>
    [Field(10)]
    public StatefulSetPersistentVolumeClaimRetentionPolicy? PersistentVolumeClaimRetentionPolicy { get; init; }

    /// <summary>From which number the pods are counted.</summary>
    [Field(11)]
    public StatefulSetOrdinals? Ordinals { get; init; }
}

/// <summary>What was last observed of a StatefulSet.</summary>
[ApiType("io.k8s.api.apps.v1.StatefulSetStatus")]
public sealed partial record StatefulSetStatus
{
    /// <summary>Generation the status is about.</summary>
    [Field(1)]
    public long ObservedGeneration { get; init; }

    /// <summary>Pods there are.</summary>
    [Field(2, Always = true, Required = true)]
    public int Replicas { get; init; }

    /// <summary>Pods that are ready.</summary>
    [Field(3)]
    public int ReadyReplicas { get; init; }

    /// <summary>Pods of the current revision.</summary>
    [Field(4)]
    public int CurrentReplicas { get; init; }

    /// <summary>Pods of the revision being rolled out.</summary>
    [Field(5)]
    public int UpdatedReplicas { get; init; }

    /// <summary>Revision the update started from.</summary>
    [Field(6)]
    public string CurrentRevision { get; init; } = "";

    /// <summary>Revision being rolled out.</summary>
    [Field(7)]
    public string UpdateRevision { get; init; } = "";

    /// <summary>How often the name of a new revision was taken.</summary>
    [Field(9)]
    public int? CollisionCount { get; init; }

    /// <summary>Aspects of the state.</summary>
    [Field(10, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<StatefulSetCondition> Conditions { get; init; }

    /// <summary>Pods that have been ready for minReadySeconds.</summary>
    [Field(11, Always = true)]
    public int AvailableReplicas { get; init; }
}

/// <summary>How pods of a StatefulSet are replaced.</summary>
[ApiType("io.k8s.api.apps.v1.StatefulSetUpdateStrategy")]
public sealed partial record StatefulSetUpdateStrategy
{
    /// <summary>RollingUpdate (default), or OnDelete to wait until somebody deletes the old pod.</summary>
    [Field(1, Enum = typeof(StatefulSetUpdateStrategyType))]
    public string Type { get; init; } = "";

    /// <summary>Which pods are replaced; for RollingUpdate only.</summary>
    [Field(2)]
    public RollingUpdateStatefulSetStrategy? RollingUpdate { get; init; }
}
