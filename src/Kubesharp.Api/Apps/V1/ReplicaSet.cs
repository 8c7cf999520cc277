using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Apps.V1;

/// <summary>Keeps a number of equal pods running. Usually made by a Deployment.</summary>
[ApiType("io.k8s.api.apps.v1.ReplicaSet")]
[Kind("apps", "v1", "ReplicaSet")]
[Resource("replicasets", "replicaset", Namespaced = true, ShortNames = "rs", Categories = "all")]
public sealed partial record ReplicaSet
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public ReplicaSetSpec Spec { get; init; } = ReplicaSetSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public ReplicaSetStatus Status { get; init; } = ReplicaSetStatus.Empty;
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.api.apps.v1.ReplicaSetCondition")]
public sealed partial record ReplicaSetCondition
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

/// <summary>A list of ReplicaSet objects.</summary>
[ApiType("io.k8s.api.apps.v1.ReplicaSetList")]
[Kind("apps", "v1", "ReplicaSetList")]
public sealed partial record ReplicaSetList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ReplicaSet> Items { get; init; }
}

/// <summary>How many pods are wanted and what they look like.</summary>
[ApiType("io.k8s.api.apps.v1.ReplicaSetSpec")]
public sealed partial record ReplicaSetSpec
{
    /// <summary>Number of pods. Default 1.</summary>
    [Field(1)]
    public int? Replicas { get; init; }

    /// <summary>Seconds a pod must be ready before it counts as available. Default 0.</summary>
    [Field(4)]
    public int MinReadySeconds { get; init; }

    /// <summary>Pods that belong to the ReplicaSet. It must match the template's labels and cannot be changed.</summary>
    [Field(2, Always = true, Required = true)]
    public LabelSelector? Selector { get; init; }

    /// <summary>What the pods look like. A change holds for new pods only.</summary>
    [Field(3)]
    public PodTemplateSpec Template { get; init; } = PodTemplateSpec.Empty;
}

/// <summary>What was last observed of a ReplicaSet.</summary>
[ApiType("io.k8s.api.apps.v1.ReplicaSetStatus")]
public sealed partial record ReplicaSetStatus
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

    /// <summary>Pods that are being deleted.</summary>
    [Field(7)]
    public int? TerminatingReplicas { get; init; }

    /// <summary>Generation the status is about.</summary>
    [Field(3)]
    public long ObservedGeneration { get; init; }

    /// <summary>ReplicaFailure, while pods cannot be made or deleted.</summary>
    [Field(6, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<ReplicaSetCondition> Conditions { get; init; }
}
