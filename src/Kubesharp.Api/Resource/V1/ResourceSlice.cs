using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Resource.V1;

/// <summary>Devices of a node or pool, as their driver reports them.</summary>
[ApiType("io.k8s.api.resource.v1.ResourceSlice")]
[Kind("resource.k8s.io", "v1", "ResourceSlice")]
[Resource("resourceslices", "resourceslice", Namespaced = false)]
public sealed partial record ResourceSlice
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public ResourceSliceSpec Spec { get; init; } = ResourceSliceSpec.Empty;
}

[ApiType("io.k8s.api.resource.v1.CapacityRequestPolicy")]
public sealed partial record CapacityRequestPolicy
{
    [Field(1, Always = true)]
    public Quantity? Default { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<Quantity> ValidValues { get; init; }

    [Field(4)]
    public CapacityRequestPolicyRange? ValidRange { get; init; }
}

[ApiType("io.k8s.api.resource.v1.CapacityRequestPolicyRange")]
public sealed partial record CapacityRequestPolicyRange
{
    [Field(1, Required = true)]
    public Quantity? Min { get; init; }

    [Field(2)]
    public Quantity? Max { get; init; }

    [Field(3)]
    public Quantity? Step { get; init; }
}

[ApiType("io.k8s.api.resource.v1.CounterSet")]
public sealed partial record CounterSet
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Required = true)]
    public ValueMap<Counter> Counters { get; init; }
}

[ApiType("io.k8s.api.resource.v1.Device")]
public sealed partial record Device
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2)]
    public ValueMap<DeviceAttribute> Attributes { get; init; }

    [Field(3)]
    public ValueMap<DeviceCapacity> Capacity { get; init; }

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<DeviceCounterConsumption> ConsumesCounters { get; init; }

    [Field(5)]
    public string? NodeName { get; init; }

    [Field(6)]
    public NodeSelector? NodeSelector { get; init; }

    [Field(7)]
    public bool? AllNodes { get; init; }

    [Field(8, ListType = ListType.Atomic)]
    public ValueList<DeviceTaint> Taints { get; init; }

    [Field(9)]
    public bool? BindsToNode { get; init; }

    [Field(10, ListType = ListType.Atomic)]
    public ValueList<string> BindingConditions { get; init; }

    [Field(11, ListType = ListType.Atomic)]
    public ValueList<string> BindingFailureConditions { get; init; }

    [Field(12)]
    public bool? AllowMultipleAllocations { get; init; }

    [Field(13)]
    public ValueMap<NodeAllocatableResourceMapping> NodeAllocatableResourceMappings { get; init; }
}

[ApiType("io.k8s.api.resource.v1.DeviceAttribute")]
public sealed partial record DeviceAttribute
{
    [Field(2)]
    public long? Int { get; init; }

    [Field(3)]
    public bool? Bool { get; init; }

    [Field(4)]
    public string? String { get; init; }

    [Field(5)]
    public string? Version { get; init; }

    [Field(6, ListType = ListType.Atomic)]
    public ValueList<long> Ints { get; init; }

    [Field(7, ListType = ListType.Atomic)]
    public ValueList<bool> Bools { get; init; }

    [Field(8, ListType = ListType.Atomic)]
    public ValueList<string> Strings { get; init; }

    [Field(9, ListType = ListType.Atomic)]
    public ValueList<string> Versions { get; init; }
}

[ApiType("io.k8s.api.resource.v1.DeviceCapacity")]
public sealed partial record DeviceCapacity
{
    [Field(1, Always = true, Required = true)]
    public Quantity Value { get; init; }

    [Field(2)]
    public CapacityRequestPolicy? RequestPolicy { get; init; }
}

[ApiType("io.k8s.api.resource.v1.DeviceCounterConsumption")]
public sealed partial record DeviceCounterConsumption
{
    [Field(1, Always = true, Required = true)]
    public string CounterSet { get; init; } = "";

    [Field(2, Required = true)]
    public ValueMap<Counter> Counters { get; init; }
}

[ApiType("io.k8s.api.resource.v1.DeviceTaint")]
public sealed partial record DeviceTaint
{
    [Field(1, Always = true, Required = true)]
    public string Key { get; init; } = "";

    [Field(2)]
    public string Value { get; init; } = "";

    [Field(3, Always = true, Required = true, Enum = typeof(DeviceTaintEffect))]
    public string Effect { get; init; } = "";

    [Field(4)]
    public DateTimeOffset? TimeAdded { get; init; }
}

[ApiType("io.k8s.api.resource.v1.NodeAllocatableResourceMapping")]
public sealed partial record NodeAllocatableResourceMapping
{
    [Field(1)]
    public string? CapacityKey { get; init; }

    [Field(2)]
    public Quantity? AllocationMultiplier { get; init; }
}

[ApiType("io.k8s.api.resource.v1.ResourcePool")]
public sealed partial record ResourcePool
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public long Generation { get; init; }

    [Field(3, Always = true, Required = true)]
    public long ResourceSliceCount { get; init; }
}

/// <summary>A list of ResourceSlice objects.</summary>
[ApiType("io.k8s.api.resource.v1.ResourceSliceList")]
[Kind("resource.k8s.io", "v1", "ResourceSliceList")]
public sealed partial record ResourceSliceList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ResourceSlice> Items { get; init; }
}

/// <summary>The devices.</summary>
[ApiType("io.k8s.api.resource.v1.ResourceSliceSpec")]
public sealed partial record ResourceSliceSpec
{
    /// <summary>The driver.</summary>
    [Field(1, Always = true, Required = true)]
    public string Driver { get; init; } = "";

    /// <summary>Pool the devices belong to.</summary>
    [Field(2, Required = true)]
    public ResourcePool Pool { get; init; } = ResourcePool.Empty;

    /// <summary>Node that can use them.</summary>
    [Field(3)]
    public string? NodeName { get; init; }

    /// <summary>Nodes that can use them.</summary>
    [Field(4)]
    public NodeSelector? NodeSelector { get; init; }

    /// <summary>Whether all nodes can use them.</summary>
    [Field(5)]
    public bool? AllNodes { get; init; }

    /// <summary>The devices.</summary>
    [Field(6, ListType = ListType.Atomic)]
    public ValueList<Device> Devices { get; init; }

    /// <summary>Whether each device says which nodes can use it.</summary>
    [Field(7)]
    public bool? PerDeviceNodeSelection { get; init; }

    /// <summary>Amounts that devices share.</summary>
    [Field(8, ListType = ListType.Atomic)]
    public ValueList<CounterSet> SharedCounters { get; init; }
}
