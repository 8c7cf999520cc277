using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Apps.V1;

[ApiType("io.k8s.api.apps.v1.ReplicaSet")]
[Kind("apps", "v1", "ReplicaSet")]
[Resource("replicasets", "replicaset", Namespaced = true, ShortNames = "rs", Categories = "all")]
public sealed partial record ReplicaSet
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public ReplicaSetSpec Spec { get; init; } = ReplicaSetSpec.Empty;

    [Field(3)]
    public ReplicaSetStatus Status { get; init; } = ReplicaSetStatus.Empty;
}

[ApiType("io.k8s.api.apps.v1.ReplicaSetCondition")]
public sealed partial record ReplicaSetCondition
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

[ApiType("io.k8s.api.apps.v1.ReplicaSetList")]
[Kind("apps", "v1", "ReplicaSetList")]
public sealed partial record ReplicaSetList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<ReplicaSet> Items { get; init; }
}

[ApiType("io.k8s.api.apps.v1.ReplicaSetSpec")]
public sealed partial record ReplicaSetSpec
{
    [Field(1)]
    public int? Replicas { get; init; }

    [Field(4)]
    public int MinReadySeconds { get; init; }

    [Field(2, Always = true, Required = true)]
    public LabelSelector? Selector { get; init; }

    [Field(3)]
    public PodTemplateSpec Template { get; init; } = PodTemplateSpec.Empty;
}

[ApiType("io.k8s.api.apps.v1.ReplicaSetStatus")]
public sealed partial record ReplicaSetStatus
{
    [Field(1, Always = true, Required = true)]
    public int Replicas { get; init; }

    [Field(2)]
    public int FullyLabeledReplicas { get; init; }

    [Field(4)]
    public int ReadyReplicas { get; init; }

    [Field(5)]
    public int AvailableReplicas { get; init; }

    [Field(7)]
    public int? TerminatingReplicas { get; init; }

    [Field(3)]
    public long ObservedGeneration { get; init; }

    [Field(6, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<ReplicaSetCondition> Conditions { get; init; }
}
