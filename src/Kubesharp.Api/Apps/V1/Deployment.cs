using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Apps.V1;

/// <summary>Keeps a number of equal pods running and replaces them step by step when their template changes.</summary>
[ApiType("io.k8s.api.apps.v1.Deployment")]
[Kind("apps", "v1", "Deployment")]
[Resource("deployments", "deployment", Namespaced = true, ShortNames = "deploy", Categories = "all")]
public sealed partial record Deployment
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public DeploymentSpec Spec { get; init; } = DeploymentSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public DeploymentStatus Status { get; init; } = DeploymentStatus.Empty;
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.api.apps.v1.DeploymentCondition")]
public sealed partial record DeploymentCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    /// <summary>When the condition was last updated.</summary>
    [Field(6, Always = true)]
    public DateTimeOffset LastUpdateTime { get; init; }

    /// <summary>When the status last changed from one value to another.</summary>
    [Field(7, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Why, as one word for programs.</summary>
    [Field(4)]
    public string Reason { get; init; } = "";

    /// <summary>Why, in a sentence for people.</summary>
    [Field(5)]
    public string Message { get; init; } = "";
}

/// <summary>A list of Deployment objects.</summary>
[ApiType("io.k8s.api.apps.v1.DeploymentList")]
[Kind("apps", "v1", "DeploymentList")]
public sealed partial record DeploymentList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<Deployment> Items { get; init; }
}

/// <summary>How many pods are wanted, and how to change them.</summary>
[ApiType("io.k8s.api.apps.v1.DeploymentSpec")]
public sealed partial record DeploymentSpec
{
    /// <summary>Number of pods. Default 1.</summary>
    [Field(1)]
    public int? Replicas { get; init; }

    /// <summary>Pods that belong to the Deployment. It must match the template's labels and cannot be changed.</summary>
    [Field(2, Always = true, Required = true)]
    public LabelSelector? Selector { get; init; }

    /// <summary>What the pods look like. A change starts a rollout.</summary>
    [Field(3, Required = true)]
    public PodTemplateSpec Template { get; init; } = PodTemplateSpec.Empty;

    /// <summary>How old pods are replaced by new ones.</summary>
    [Field(4, RetainKeys = true)]
    public DeploymentStrategy Strategy { get; init; } = DeploymentStrategy.Empty;

    /// <summary>Seconds a pod must be ready before it counts as available. Default 0.</summary>
    [Field(5)]
    public int MinReadySeconds { get; init; }

    /// <summary>Number of old ReplicaSets kept for going back. Default 10.</summary>
    [Field(6)]
    public int? RevisionHistoryLimit { get; init; }

    /// <summary>Stops rollouts until it is false again. Default false.</summary>
    [Field(7)]
    public bool Paused { get; init; }

    /// <summary>Seconds without progress after which a rollout is reported as failed. Default 600.</summary>
    [Field(9)]
    public int? ProgressDeadlineSeconds { get; init; }
}

/// <summary>What was last observed of a Deployment.</summary>
[ApiType("io.k8s.api.apps.v1.DeploymentStatus")]
public sealed partial record DeploymentStatus
{
    /// <summary>Generation the status is about.</summary>
    [Field(1)]
    public long ObservedGeneration { get; init; }

    /// <summary>Pods there are.</summary>
    [Field(2)]
    public int Replicas { get; init; }

    /// <summary>Pods made from the present template.</summary>
    [Field(3)]
    public int UpdatedReplicas { get; init; }

    /// <summary>Pods that are ready.</summary>
    [Field(7)]
    public int ReadyReplicas { get; init; }

    /// <summary>Pods that have been ready for minReadySeconds.</summary>
    [Field(4)]
    public int AvailableReplicas { get; init; }

    /// <summary>Pods that are still missing.</summary>
    [Field(5)]
    public int UnavailableReplicas { get; init; }

    /// <summary>Pods that are being deleted.</summary>
    [Field(9)]
    public int? TerminatingReplicas { get; init; }

    /// <summary>Available, Progressing and ReplicaFailure.</summary>
    [Field(6, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<DeploymentCondition> Conditions { get; init; }

    /// <summary>How often the name of a new ReplicaSet was taken.</summary>
    [Field(8)]
    public int? CollisionCount { get; init; }
}

/// <summary>How old pods are replaced by new ones.</summary>
[ApiType("io.k8s.api.apps.v1.DeploymentStrategy")]
public sealed partial record DeploymentStrategy
{
    /// <summary>RollingUpdate (default) replaces them step by step, Recreate ends all old ones first.</summary>
    [Field(1, Enum = typeof(DeploymentStrategyType))]
    public string Type { get; init; } = "";

    /// <summary>How large the steps are; for RollingUpdate only.</summary>
    [Field(2)]
    public RollingUpdateDeployment? RollingUpdate { get; init; }
}

/// <summary>How large the steps of a rollout are.</summary>
[ApiType("io.k8s.api.apps.v1.RollingUpdateDeployment")]
public sealed partial record RollingUpdateDeployment
{
    /// <summary>Pods that may be missing, as a number or a percentage rounded down. Default 25%.</summary>
    [Field(1)]
    public IntOrString? MaxUnavailable { get; init; }

    /// <summary>Pods there may be too many, as a number or a percentage rounded up. Default 25%.</summary>
    [Field(2)]
    public IntOrString? MaxSurge { get; init; }
}
