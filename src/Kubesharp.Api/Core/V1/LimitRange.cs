using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>Defaults and bounds for resources in a namespace.</summary>
[ApiType("io.k8s.api.core.v1.LimitRange")]
[Kind("", "v1", "LimitRange")]
[Resource("limitranges", "limitrange", Namespaced = true, ShortNames = "limits")]
public sealed partial record LimitRange
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public LimitRangeSpec Spec { get; init; } = LimitRangeSpec.Empty;
}

/// <summary>Defaults and bounds for one kind of thing.</summary>
[ApiType("io.k8s.api.core.v1.LimitRangeItem")]
public sealed partial record LimitRangeItem
{
    /// <summary>Pod, Container or PersistentVolumeClaim.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Most that may be asked for.</summary>
    [Field(2)]
    public ValueMap<Quantity> Max { get; init; }

    /// <summary>Least that must be asked for.</summary>
    [Field(3)]
    public ValueMap<Quantity> Min { get; init; }

    /// <summary>Limits of containers that state none.</summary>
    [Field(4)]
    public ValueMap<Quantity> Default { get; init; }

    /// <summary>Requests of containers that state none.</summary>
    [Field(5)]
    public ValueMap<Quantity> DefaultRequest { get; init; }

    /// <summary>How many times the request a limit may be.</summary>
    [Field(6)]
    public ValueMap<Quantity> MaxLimitRequestRatio { get; init; }
}

/// <summary>A list of LimitRange objects.</summary>
[ApiType("io.k8s.api.core.v1.LimitRangeList")]
[Kind("", "v1", "LimitRangeList")]
public sealed partial record LimitRangeList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<LimitRange> Items { get; init; }
}

/// <summary>Defaults and bounds.</summary>
[ApiType("io.k8s.api.core.v1.LimitRangeSpec")]
public sealed partial record LimitRangeSpec
{
    /// <summary>One entry for each kind of thing.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<LimitRangeItem> Limits { get; init; }
}
