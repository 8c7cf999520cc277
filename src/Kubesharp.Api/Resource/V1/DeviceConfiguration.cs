namespace Kubesharp.Api.Resource.V1;

[ApiType("io.k8s.api.resource.v1.DeviceConfiguration")]
public sealed partial record DeviceConfiguration
{
    [Field(1)]
    public OpaqueDeviceConfiguration? Opaque { get; init; }
}

[ApiType("io.k8s.api.resource.v1.OpaqueDeviceConfiguration")]
public sealed partial record OpaqueDeviceConfiguration
{
    [Field(1, Always = true, Required = true)]
    public string Driver { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public RawJson Parameters { get; init; }
}
