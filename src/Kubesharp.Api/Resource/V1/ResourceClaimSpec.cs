namespace Kubesharp.Api.Resource.V1;

[ApiType("io.k8s.api.resource.v1.ResourceClaimSpec")]
public sealed partial record ResourceClaimSpec
{
    [Field(1)]
    public DeviceClaim Devices { get; init; } = DeviceClaim.Empty;
}

[ApiType("io.k8s.api.resource.v1.DeviceClaim")]
public sealed partial record DeviceClaim
{
    [Field(1, Always = true, ListType = ListType.Atomic)]
    public ValueList<DeviceRequest> Requests { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<DeviceConstraint> Constraints { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<DeviceClaimConfiguration> Config { get; init; }
}

[ApiType("io.k8s.api.resource.v1.DeviceClaimConfiguration")]
public sealed partial record DeviceClaimConfiguration
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> Requests { get; init; }

    [Inline(2)]
    public DeviceConfiguration DeviceConfiguration { get; init; } = DeviceConfiguration.Empty;
}

[ApiType("io.k8s.api.resource.v1.DeviceConstraint")]
public sealed partial record DeviceConstraint
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> Requests { get; init; }

    [Field(2)]
    public string? MatchAttribute { get; init; }

    [Field(3)]
    public string? DistinctAttribute { get; init; }
}

[ApiType("io.k8s.api.resource.v1.DeviceRequest")]
public sealed partial record DeviceRequest
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2)]
    public ExactDeviceRequest? Exactly { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<DeviceSubRequest> FirstAvailable { get; init; }
}

[ApiType("io.k8s.api.resource.v1.DeviceSubRequest")]
public sealed partial record DeviceSubRequest
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string DeviceClassName { get; init; } = "";

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<DeviceSelector> Selectors { get; init; }

    [Field(4, Enum = typeof(DeviceAllocationMode))]
    public string AllocationMode { get; init; } = "";

    [Field(5)]
    public long Count { get; init; }

    [Field(6, ListType = ListType.Atomic)]
    public ValueList<DeviceToleration> Tolerations { get; init; }

    [Field(7)]
    public CapacityRequirements? Capacity { get; init; }
}

[ApiType("io.k8s.api.resource.v1.ExactDeviceRequest")]
public sealed partial record ExactDeviceRequest
{
    [Field(1, Always = true, Required = true)]
    public string DeviceClassName { get; init; } = "";

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<DeviceSelector> Selectors { get; init; }

    [Field(3, Enum = typeof(DeviceAllocationMode))]
    public string AllocationMode { get; init; } = "";

    [Field(4)]
    public long Count { get; init; }

    [Field(5)]
    public bool? AdminAccess { get; init; }

    [Field(6, ListType = ListType.Atomic)]
    public ValueList<DeviceToleration> Tolerations { get; init; }

    [Field(7)]
    public CapacityRequirements? Capacity { get; init; }
}
