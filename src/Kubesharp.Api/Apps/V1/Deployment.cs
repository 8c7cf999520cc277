using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Apps.V1;

[ApiType("io.k8s.api.apps.v1.Deployment")]
[Kind("apps", "v1", "Deployment")]
[Resource("deployments", "deployment", Namespaced = true, ShortNames = "deploy", Categories = "all")]
public sealed partial record Deployment
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public DeploymentSpec Spec { get; init; } = DeploymentSpec.Empty;

    [Field(3)]
    public DeploymentStatus Status { get; init; } = DeploymentStatus.Empty;
}

[ApiType("io.k8s.api.apps.v1.DeploymentCondition")]
public sealed partial record DeploymentCondition
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    [Field(6, Always = true)]
    public DateTimeOffset LastUpdateTime { get; init; }

    [Field(7, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    [Field(4)]
    public string Reason { get; init; } = "";

    [Field(5)]
    public string Message { get; init; } = "";
}

[ApiType("io.k8s.api.apps.v1.DeploymentList")]
[Kind("apps", "v1", "DeploymentList")]
public sealed partial record DeploymentList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<Deployment> Items { get; init; }
}

[ApiType("io.k8s.api.apps.v1.DeploymentSpec")]
public sealed partial record DeploymentSpec
{
    [Field(1)]
    public int? Replicas { get; init; }

    [Field(2, Always = true, Required = true)]
    public LabelSelector? Selector { get; init; }

    [Field(3, Required = true)]
    public PodTemplateSpec Template { get; init; } = PodTemplateSpec.Empty;

    [Field(4, RetainKeys = true)]
    public DeploymentStrategy Strategy { get; init; } = DeploymentStrategy.Empty;

    [Field(5)]
    public int MinReadySeconds { get; init; }

    [Field(6)]
    public int? RevisionHistoryLimit { get; init; }

    [Field(7)]
    public bool Paused { get; init; }

    [Field(9)]
    public int? ProgressDeadlineSeconds { get; init; }
}

[ApiType("io.k8s.api.apps.v1.DeploymentStatus")]
public sealed partial record DeploymentStatus
{
    [Field(1)]
    public long ObservedGeneration { get; init; }

    [Field(2)]
    public int Replicas { get; init; }

    [Field(3)]
    public int UpdatedReplicas { get; init; }

    [Field(7)]
    public int ReadyReplicas { get; init; }

    [Field(4)]
    public int AvailableReplicas { get; init; }

    [Field(5)]
    public int UnavailableReplicas { get; init; }

    [Field(9)]
    public int? TerminatingReplicas { get; init; }

    [Field(6, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<DeploymentCondition> Conditions { get; init; }

    [Field(8)]
    public int? CollisionCount { get; init; }
}

[ApiType("io.k8s.api.apps.v1.DeploymentStrategy")]
public sealed partial record DeploymentStrategy
{
    [Field(1, Enum = typeof(DeploymentStrategyType))]
    public string Type { get; init; } = "";

    [Field(2)]
    public RollingUpdateDeployment? RollingUpdate { get; init; }
}

[ApiType("io.k8s.api.apps.v1.RollingUpdateDeployment")]
public sealed partial record RollingUpdateDeployment
{
    [Field(1)]
    public IntOrString? MaxUnavailable { get; init; }

    [Field(2)]
    public IntOrString? MaxSurge { get; init; }
}
