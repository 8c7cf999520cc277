using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ReplicationController")]
[Kind("", "v1", "ReplicationController")]
[Resource("replicationcontrollers", "replicationcontroller", Namespaced = true, ShortNames = "rc", Categories = "all")]
public sealed partial record ReplicationController
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public ReplicationControllerSpec Spec { get; init; } = ReplicationControllerSpec.Empty;

    [Field(3)]
    public ReplicationControllerStatus Status { get; init; } = ReplicationControllerStatus.Empty;
}

[ApiType("io.k8s.api.core.v1.ReplicationControllerCondition")]
public sealed partial record ReplicationControllerCondition
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

[ApiType("io.k8s.api.core.v1.ReplicationControllerList")]
[Kind("", "v1", "ReplicationControllerList")]
public sealed partial record ReplicationControllerList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<ReplicationController> Items { get; init; }
}

[ApiType("io.k8s.api.core.v1.ReplicationControllerSpec")]
public sealed partial record ReplicationControllerSpec
{
    [Field(1, Default = "1")]
    public int? Replicas { get; init; }

    [Field(4, Default = "0")]
    public int MinReadySeconds { get; init; }

    [Field(2, Atomic = true)]
    public ValueMap<string> Selector { get; init; }

    [Field(3)]
    public PodTemplateSpec? Template { get; init; }
}

[ApiType("io.k8s.api.core.v1.ReplicationControllerStatus")]
public sealed partial record ReplicationControllerStatus
{
    [Field(1, Always = true, Required = true)]
    public int Replicas { get; init; }

    [Field(2)]
    public int FullyLabeledReplicas { get; init; }

    [Field(4)]
    public int ReadyReplicas { get; init; }

    [Field(5)]
    public int AvailableReplicas { get; init; }

    [Field(3)]
    public long ObservedGeneration { get; init; }

    [Field(6, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<ReplicationControllerCondition> Conditions { get; init; }
}
