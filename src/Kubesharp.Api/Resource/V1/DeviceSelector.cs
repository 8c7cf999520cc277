namespace Kubesharp.Api.Resource.V1;

[ApiType("io.k8s.api.resource.v1.DeviceSelector")]
public sealed partial record DeviceSelector
{
    [Field(1)]
    public CELDeviceSelector? Cel { get; init; }
}

[ApiType("io.k8s.api.resource.v1.CELDeviceSelector")]
public sealed partial record CELDeviceSelector
{
    [Field(1, Always = true, Required = true)]
    public string Expression { get; init; } = "";
}
