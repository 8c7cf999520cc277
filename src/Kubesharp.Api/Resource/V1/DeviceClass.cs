using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Resource.V1;

[ApiType("io.k8s.api.resource.v1.DeviceClass")]
[Kind("resource.k8s.io", "v1", "DeviceClass")]
[Resource("deviceclasses", "deviceclass", Namespaced = false)]
public sealed partial record DeviceClass
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public DeviceClassSpec Spec { get; init; } = DeviceClassSpec.Empty;
}

[ApiType("io.k8s.api.resource.v1.DeviceClassConfiguration")]
public sealed partial record DeviceClassConfiguration
{
    [Inline(1)]
    public DeviceConfiguration DeviceConfiguration { get; init; } = DeviceConfiguration.Empty;
}

[ApiType("io.k8s.api.resource.v1.DeviceClassList")]
[Kind("resource.k8s.io", "v1", "DeviceClassList")]
public sealed partial record DeviceClassList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<DeviceClass> Items { get; init; }
}

[ApiType("io.k8s.api.resource.v1.DeviceClassSpec")]
public sealed partial record DeviceClassSpec
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<DeviceSelector> Selectors { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<DeviceClassConfiguration> Config { get; init; }

    [Field(4)]
    public string? ExtendedResourceName { get; init; }
}
