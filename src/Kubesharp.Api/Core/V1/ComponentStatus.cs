using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>State of a part of the control plane. Out of date.</summary>
[ApiType("io.k8s.api.core.v1.ComponentStatus")]
[Kind("", "v1", "ComponentStatus")]
[Resource("componentstatuses", "componentstatus", Namespaced = false, ShortNames = "cs")]
public sealed partial record ComponentStatus
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>Aspects of the state.</summary>
    [Field(2, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<ComponentCondition> Conditions { get; init; }
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.api.core.v1.ComponentCondition")]
public sealed partial record ComponentCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    /// <summary>Why, in a sentence for people.</summary>
    [Field(3)]
    public string Message { get; init; } = "";

    /// <summary>What went wrong when the component was asked.</summary>
    [Field(4)]
    public string Error { get; init; } = "";
}

/// <summary>A list of ComponentStatus objects.</summary>
[ApiType("io.k8s.api.core.v1.ComponentStatusList")]
[Kind("", "v1", "ComponentStatusList")]
public sealed partial record ComponentStatusList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ComponentStatus> Items { get; init; }
}
