namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.VolumeDevice")]
public sealed partial record VolumeDevice
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string DevicePath { get; init; } = "";
}
