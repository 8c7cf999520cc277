using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>Keeps a number of equal pods running. Older than the ReplicaSet; prefer a Deployment.</summary>
[ApiType("io.k8s.api.core.v1.ReplicationController")]
[Kind("", "v1", "ReplicationController")]
[Resource("replicationcontrollers", "replicationcontroller", Namespaced = true, ShortNames = "rc", Categories = "all")]
public sealed partial record ReplicationController
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public ReplicationControllerSpec Spec { get; init; } = ReplicationControllerSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public ReplicationControllerStatus Status { get; init; } = ReplicationControllerStatus.Empty;
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.api.core.v1.ReplicationControllerCondition")]
public sealed partial record ReplicationControllerCondition
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

/// <summary>A list of ReplicationController objects.</summary>
[ApiType("io.k8s.api.core.v1.ReplicationControllerList")]
[Kind("", "v1", "ReplicationControllerList")]
public sealed partial record ReplicationControllerList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ReplicationController> Items { get; init; }
}

/// <summary>How many pods are wanted and what they look like.</summary>
[ApiType("io.k8s.api.core.v1.ReplicationControllerSpec")]
public sealed partial record ReplicationControllerSpec
{
    /// <summary>Number of pods. Default 1.</summary>
    [Field(1, Default = "1")]
    public int? Replicas { get; init; }

    /// <summary>Seconds a pod must be ready before it counts as available. Default 0.</summary>
    [Field(4, Default = "0")]
    public int MinReadySeconds { get; init; }

    /// <summary>Labels of the pods that belong to it. Default: the template's labels.</summary>
    [Field(2, Atomic = true)]
    public ValueMap<string> Selector { get; init; }

    /// <summary>What the pods look like.</summary>
    [Field(3)]
    public PodTemplateSpec? Template { get; init; }
}

/// <summary>What was last observed of a ReplicationController.</summary>
[ApiType("io.k8s.api.core.v1.ReplicationControllerStatus")]
public sealed partial record ReplicationControllerStatus
{
    /// <summary>Pods there are.</summary>
    [Field(1, Always = true, Required = true)]
    public int Replicas { get; init; }

    /// <summary>Pods that have all labels of the template.</summary>
    [Field(2)]
    public int FullyLabeledReplicas { get; init; }

    /// <summary>Pods that are ready.</summary>
    [Field(4)]
    public int ReadyReplicas { get; init; }

    /// <summary>Pods that have been ready for minReadySeconds.</summary>
    [Field(5)]
    public int AvailableReplicas { get; init; }

    /// <summary>Generation the status is about.</summary>
    [Field(3)]
    public long ObservedGeneration { get; init; }

    /// <summary>ReplicaFailure, while pods cannot be made or deleted.</summary>
    [Field(6, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<ReplicationControllerCondition> Conditions { get; init; }
}
