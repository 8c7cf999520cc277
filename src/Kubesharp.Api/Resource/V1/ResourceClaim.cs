using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Resource.V1;

/// <summary>Asks for devices and holds them.</summary>
[ApiType("io.k8s.api.resource.v1.ResourceClaim")]
[Kind("resource.k8s.io", "v1", "ResourceClaim")]
[Resource("resourceclaims", "resourceclaim", Namespaced = true)]
public sealed partial record ResourceClaim
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public ResourceClaimSpec Spec { get; init; } = ResourceClaimSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public ResourceClaimStatus Status { get; init; } = ResourceClaimStatus.Empty;
}

[ApiType("io.k8s.api.resource.v1.AllocatedDeviceStatus")]
public sealed partial record AllocatedDeviceStatus
{
    [Field(1, Always = true, Required = true)]
    public string Driver { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Pool { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string Device { get; init; } = "";

    [Field(7)]
    public string? ShareID { get; init; }

    /// <summary>Aspects of the state.</summary>
    [Field(4, Always = true, ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<Condition> Conditions { get; init; }

    [Field(5)]
    public RawJson? Data { get; init; }

    [Field(6)]
    public NetworkDeviceData? NetworkData { get; init; }
}

[ApiType("io.k8s.api.resource.v1.AllocationResult")]
public sealed partial record AllocationResult
{
    [Field(1)]
    public DeviceAllocationResult Devices { get; init; } = DeviceAllocationResult.Empty;

    [Field(3)]
    public NodeSelector? NodeSelector { get; init; }

    [Field(5)]
    public DateTimeOffset? AllocationTimestamp { get; init; }
}

[ApiType("io.k8s.api.resource.v1.DeviceAllocationConfiguration")]
public sealed partial record DeviceAllocationConfiguration
{
    [Field(1, Always = true, Required = true, Enum = typeof(AllocationConfigSource))]
    public string Source { get; init; } = "";

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> Requests { get; init; }

    [Inline(3)]
    public DeviceConfiguration DeviceConfiguration { get; init; } = DeviceConfiguration.Empty;
}

[ApiType("io.k8s.api.resource.v1.DeviceAllocationResult")]
public sealed partial record DeviceAllocationResult
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<DeviceRequestAllocationResult> Results { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<DeviceAllocationConfiguration> Config { get; init; }
}

[ApiType("io.k8s.api.resource.v1.DeviceRequestAllocationResult")]
public sealed partial record DeviceRequestAllocationResult
{
    [Field(1, Always = true, Required = true)]
    public string Request { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Driver { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string Pool { get; init; } = "";

    [Field(4, Always = true, Required = true)]
    public string Device { get; init; } = "";

    [Field(5)]
    public bool? AdminAccess { get; init; }

    [Field(6, ListType = ListType.Atomic)]
    public ValueList<DeviceToleration> Tolerations { get; init; }

    [Field(7, ListType = ListType.Atomic)]
    public ValueList<string> BindingConditions { get; init; }

    [Field(8, ListType = ListType.Atomic)]
    public ValueList<string> BindingFailureConditions { get; init; }

    [Field(9)]
    public string? ShareID { get; init; }

    [Field(10)]
    public ValueMap<Quantity> ConsumedCapacity { get; init; }
}

[ApiType("io.k8s.api.resource.v1.NetworkDeviceData")]
public sealed partial record NetworkDeviceData
{
    [Field(1)]
    public string InterfaceName { get; init; } = "";

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> Ips { get; init; }

    [Field(3)]
    public string HardwareAddress { get; init; } = "";
}

[ApiType("io.k8s.api.resource.v1.ResourceClaimConsumerReference")]
public sealed partial record ResourceClaimConsumerReference
{
    [Field(1)]
    public string ApiGroup { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string Resource { get; init; } = "";

    [Field(4, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(5, Always = true, Required = true)]
    public string Uid { get; init; } = "";
}

/// <summary>A list of ResourceClaim objects.</summary>
[ApiType("io.k8s.api.resource.v1.ResourceClaimList")]
[Kind("resource.k8s.io", "v1", "ResourceClaimList")]
public sealed partial record ResourceClaimList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ResourceClaim> Items { get; init; }
}

/// <summary>What was last observed of a claim.</summary>
[ApiType("io.k8s.api.resource.v1.ResourceClaimStatus")]
public sealed partial record ResourceClaimStatus
{
    /// <summary>The devices that were found.</summary>
    [Field(1)]
    public AllocationResult? Allocation { get; init; }

    /// <summary>Who uses them.</summary>
    [Field(2, Merge = true, MergeKey = "uid", ListType = ListType.Map, ListMapKeys = "uid")]
    public ValueList<ResourceClaimConsumerReference> ReservedFor { get; init; }

    /// <summary>State of the devices.</summary>
    [Field(4, ListType = ListType.Map, ListMapKeys = "driver,device,pool,shareID")]
    public ValueList<AllocatedDeviceStatus> Devices { get; init; }
}
