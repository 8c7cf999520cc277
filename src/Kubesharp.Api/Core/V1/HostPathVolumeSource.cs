namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.HostPathVolumeSource")]
public sealed partial record HostPathVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string Path { get; init; } = "";

    [Field(2, Enum = typeof(HostPathType))]
    public string? Type { get; init; }
}
