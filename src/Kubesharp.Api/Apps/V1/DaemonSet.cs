using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Apps.V1;

/// <summary>Runs one pod on every node, or on every node that fits.</summary>
[ApiType("io.k8s.api.apps.v1.DaemonSet")]
[Kind("apps", "v1", "DaemonSet")]
[Resource("daemonsets", "daemonset", Namespaced = true, ShortNames = "ds", Categories = "all")]
public sealed partial record DaemonSet
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public DaemonSetSpec Spec { get; init; } = DaemonSetSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public DaemonSetStatus Status { get; init; } = DaemonSetStatus.Empty;
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.api.apps.v1.DaemonSetCondition")]
public sealed partial record DaemonSetCondition
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

/// <summary>A list of DaemonSet objects.</summary>
[ApiType("io.k8s.api.apps.v1.DaemonSetList")]
[Kind("apps", "v1", "DaemonSetList")]
public sealed partial record DaemonSetList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<DaemonSet> Items { get; init; }
}

/// <summary>What runs on the nodes.</summary>
[ApiType("io.k8s.api.apps.v1.DaemonSetSpec")]
public sealed partial record DaemonSetSpec
{
    /// <summary>Pods that belong to the DaemonSet. It must match the template's labels and cannot be changed.</summary>
    [Field(1, Always = true, Required = true)]
    public LabelSelector? Selector { get; init; }

    /// <summary>What the pods look like. Its node selector and affinity choose the nodes.</summary>
    [Field(2, Required = true)]
    public PodTemplateSpec Template { get; init; } = PodTemplateSpec.Empty;

    /// <summary>How pods are replaced when the template changes.</summary>
    [Field(3)]
    public DaemonSetUpdateStrategy UpdateStrategy { get; init; } = DaemonSetUpdateStrategy.Empty;

    /// <summary>Seconds a pod must be ready before it counts as available. Default 0.</summary>
    [Field(4)]
    public int MinReadySeconds { get; init; }

    /// <summary>Number of old revisions kept for going back. Default 10.</summary>
    [Field(6)]
    public int? RevisionHistoryLimit { get; init; }
}

/// <summary>What was last observed of a DaemonSet.</summary>
[ApiType("io.k8s.api.apps.v1.DaemonSetStatus")]
public sealed partial record DaemonSetStatus
{
    /// <summary>Nodes that run the pod and should.</summary>
    [Field(1, Always = true, Required = true)]
    public int CurrentNumberScheduled { get; init; }

    /// <summary>Nodes that run the pod and should not.</summary>
    [Field(2, Always = true, Required = true)]
    public int NumberMisscheduled { get; init; }

    /// <summary>Nodes that should run the pod.</summary>
    [Field(3, Always = true, Required = true)]
    public int DesiredNumberScheduled { get; init; }

    /// <summary>Nodes whose pod is ready.</summary>
    [Field(4, Always = true, Required = true)]
    public int NumberReady { get; init; }

    /// <summary>Generation the status is about.</summary>
    [Field(5)]
    public long ObservedGeneration { get; init; }

    /// <summary>Nodes that run the pod in its present form.</summary>
    [Field(6)]
    public int UpdatedNumberScheduled { get; init; }

    /// <summary>Nodes whose pod has been ready for minReadySeconds.</summary>
    [Field(7)]
    public int NumberAvailable { get; init; }

    /// <summary>Nodes whose pod is missing or not available.</summary>
    [Field(8)]
    public int NumberUnavailable { get; init; }

    /// <summary>How often the name of a new revision was taken.</summary>
    [Field(9)]
    public int? CollisionCount { get; init; }

    /// <summary>Aspects of the state.</summary>
    [Field(10, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<DaemonSetCondition> Conditions { get; init; }
}

/// <summary>How pods of a DaemonSet are replaced.</summary>
[ApiType("io.k8s.api.apps.v1.DaemonSetUpdateStrategy")]
public sealed partial record DaemonSetUpdateStrategy
{
    /// <summary>RollingUpdate (default), or OnDelete to wait until somebody deletes the old pod.</summary>
    [Field(1, Enum = typeof(DaemonSetUpdateStrategyType))]
    public string Type { get; init; } = "";

    /// <summary>How large the steps are; for RollingUpdate only.</summary>
    [Field(2)]
    public RollingUpdateDaemonSet? RollingUpdate { get; init; }
}

/// <summary>How large the steps of an update are.</summary>
[ApiType("io.k8s.api.apps.v1.RollingUpdateDaemonSet")]
public sealed partial record RollingUpdateDaemonSet
{
    /// <summary>Nodes whose pod may be missing, as a number or a percentage rounded up. Default 1.</summary>
    [Field(1)]
    public IntOrString? MaxUnavailable { get; init; }

    /// <summary>Nodes that may run the old and the new pod at once, as a number or a percentage. Default 0.</summary>
    [Field(2)]
    public IntOrString? MaxSurge { get; init; }
}
