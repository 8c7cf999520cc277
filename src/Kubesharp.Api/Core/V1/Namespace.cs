using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.Namespace")]
[Kind("", "v1", "Namespace")]
[Resource("namespaces", "namespace", Namespaced = false, ShortNames = "ns")]
public sealed partial record Namespace
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public NamespaceSpec Spec { get; init; } = NamespaceSpec.Empty;

    [Field(3)]
    public NamespaceStatus Status { get; init; } = NamespaceStatus.Empty;
}

[ApiType("io.k8s.api.core.v1.NamespaceCondition")]
public sealed partial record NamespaceCondition
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    [Field(4, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    [Field(5)]
    public string Reason { get; init; } = "";

    [Field(6)]
    public string Message { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.NamespaceList")]
[Kind("", "v1", "NamespaceList")]
public sealed partial record NamespaceList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<Namespace> Items { get; init; }
}

[ApiType("io.k8s.api.core.v1.NamespaceSpec")]
public sealed partial record NamespaceSpec
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> Finalizers { get; init; }
}

[ApiType("io.k8s.api.core.v1.NamespaceStatus")]
public sealed partial record NamespaceStatus
{
    [Field(1, Enum = typeof(NamespacePhase))]
    public string Phase { get; init; } = "";

    [Field(2, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<NamespaceCondition> Conditions { get; init; }
}
