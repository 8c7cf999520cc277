namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PortworxVolumeSource")]
public sealed partial record PortworxVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string VolumeID { get; init; } = "";

    [Field(2)]
    public string FsType { get; init; } = "";

    [Field(3)]
    public bool ReadOnly { get; init; }
}
