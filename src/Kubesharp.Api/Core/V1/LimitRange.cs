using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.LimitRange")]
[Kind("", "v1", "LimitRange")]
[Resource("limitranges", "limitrange", Namespaced = true, ShortNames = "limits")]
public sealed partial record LimitRange
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public LimitRangeSpec Spec { get; init; } = LimitRangeSpec.Empty;
}

[ApiType("io.k8s.api.core.v1.LimitRangeItem")]
public sealed partial record LimitRangeItem
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2)]
    public ValueMap<Quantity> Max { get; init; }

    [Field(3)]
    public ValueMap<Quantity> Min { get; init; }

    [Field(4)]
    public ValueMap<Quantity> Default { get; init; }

    [Field(5)]
    public ValueMap<Quantity> DefaultRequest { get; init; }

    [Field(6)]
    public ValueMap<Quantity> MaxLimitRequestRatio { get; init; }
}

[ApiType("io.k8s.api.core.v1.LimitRangeList")]
[Kind("", "v1", "LimitRangeList")]
public sealed partial record LimitRangeList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<LimitRange> Items { get; init; }
}

[ApiType("io.k8s.api.core.v1.LimitRangeSpec")]
public sealed partial record LimitRangeSpec
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<LimitRangeItem> Limits { get; init; }
}
