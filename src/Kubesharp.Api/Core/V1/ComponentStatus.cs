using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ComponentStatus")]
[Kind("", "v1", "ComponentStatus")]
[Resource("componentstatuses", "componentstatus", Namespaced = false, ShortNames = "cs")]
public sealed partial record ComponentStatus
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<ComponentCondition> Conditions { get; init; }
}

[ApiType("io.k8s.api.core.v1.ComponentCondition")]
public sealed partial record ComponentCondition
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    [Field(3)]
    public string Message { get; init; } = "";

    [Field(4)]
    public string Error { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.ComponentStatusList")]
[Kind("", "v1", "ComponentStatusList")]
public sealed partial record ComponentStatusList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<ComponentStatus> Items { get; init; }
}
