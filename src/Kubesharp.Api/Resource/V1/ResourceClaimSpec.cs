namespace Kubesharp.Api.Resource.V1;

/// <summary>What devices are asked for.</summary>
[ApiType("io.k8s.api.resource.v1.ResourceClaimSpec")]
public sealed partial record ResourceClaimSpec
{
    /// <summary>The devices.</summary>
    [Field(1)]
    public DeviceClaim Devices { get; init; } = DeviceClaim.Empty;
}

/// <summary>Devices that are asked for.</summary>
[ApiType("io.k8s.api.resource.v1.DeviceClaim")]
public sealed partial record DeviceClaim
{
    /// <summary>What each device has to be.</summary>
    [Field(1, Always = true, ListType = ListType.Atomic)]
    public ValueList<DeviceRequest> Requests { get; init; }

    /// <summary>What must hold for several together.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<DeviceConstraint> Constraints { get; init; }

    /// <summary>Settings for the drivers.</summary>
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

/// <summary>One kind of device that is asked for; one of the two forms is set.</summary>
[ApiType("io.k8s.api.resource.v1.DeviceRequest")]
public sealed partial record DeviceRequest
{
    /// <summary>Name of the request.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>The devices.</summary>
    [Field(2)]
    public ExactDeviceRequest? Exactly { get; init; }

    /// <summary>Several possibilities, best first.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<DeviceSubRequest> FirstAvailable { get; init; }
}

/// <summary>One of several possibilities.</summary>
[ApiType("io.k8s.api.resource.v1.DeviceSubRequest")]
public sealed partial record DeviceSubRequest
{
    /// <summary>Name of the possibility.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>The DeviceClass.</summary>
    [Field(2, Always = true, Required = true)]
    public string DeviceClassName { get; init; } = "";

    /// <summary>Conditions on the device.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<DeviceSelector> Selectors { get; init; }

    /// <summary>ExactCount (default) or All.</summary>
    [Field(4, Enum = typeof(DeviceAllocationMode))]
    public string AllocationMode { get; init; } = "";

    /// <summary>How many. Default 1.</summary>
    [Field(5)]
    public long Count { get; init; }

    /// <summary>Taints of devices that are accepted.</summary>
    [Field(6, ListType = ListType.Atomic)]
    public ValueList<DeviceToleration> Tolerations { get; init; }

    /// <summary>How much of a device is needed.</summary>
    [Field(7)]
    public CapacityRequirements? Capacity { get; init; }
}

/// <summary>Devices of one class.</summary>
[ApiType("io.k8s.api.resource.v1.ExactDeviceRequest")]
public sealed partial record ExactDeviceRequest
{
    /// <summary>The DeviceClass.</summary>
    [Field(1, Always = true, Required = true)]
    public string DeviceClassName { get; init; } = "";

    /// <summary>Conditions on the device.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<DeviceSelector> Selectors { get; init; }

    /// <summary>ExactCount (default) or All.</summary>
    [Field(3, Enum = typeof(DeviceAllocationMode))]
    public string AllocationMode { get; init; } = "";

    /// <summary>How many. Default 1.</summary>
    [Field(4)]
    public long Count { get; init; }

    /// <summary>Asks to watch devices that others use. Default false.</summary>
    [Field(5)]
    public bool? AdminAccess { get; init; }

    /// <summary>Taints of devices that are accepted.</summary>
    [Field(6, ListType = ListType.Atomic)]
    public ValueList<DeviceToleration> Tolerations { get; init; }

    /// <summary>How much of a device is needed.</summary>
    [Field(7)]
    public CapacityRequirements? Capacity { get; init; }
}
