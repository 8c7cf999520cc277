using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Resource.V1;

/// <summary>A kind of devices and its settings.</summary>
[ApiType("io.k8s.api.resource.v1.DeviceClass")]
[Kind("resource.k8s.io", "v1", "DeviceClass")]
[Resource("deviceclasses", "deviceclass", Namespaced = false)]
public sealed partial record DeviceClass
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public DeviceClassSpec Spec { get; init; } = DeviceClassSpec.Empty;
}

[ApiType("io.k8s.api.resource.v1.DeviceClassConfiguration")]
public sealed partial record DeviceClassConfiguration
{
    [Inline(1)]
    public DeviceConfiguration DeviceConfiguration { get; init; } = DeviceConfiguration.Empty;
}

/// <summary>A list of DeviceClass objects.</summary>
[ApiType("io.k8s.api.resource.v1.DeviceClassList")]
[Kind("resource.k8s.io", "v1", "DeviceClassList")]
public sealed partial record DeviceClassList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<DeviceClass> Items { get; init; }
}

/// <summary>Conditions and settings of a class.</summary>
[ApiType("io.k8s.api.resource.v1.DeviceClassSpec")]
public sealed partial record DeviceClassSpec
{
    /// <summary>Conditions on the device.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<DeviceSelector> Selectors { get; init; }

    /// <summary>Settings for the driver.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<DeviceClassConfiguration> Config { get; init; }

    /// <summary>Name under which pods can ask for it as an extended resource.</summary>
    [Field(4)]
    public string? ExtendedResourceName { get; init; }
}
