namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.CSIVolumeSource")]
public sealed partial record CSIVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string Driver { get; init; } = "";

    [Field(2)]
    public bool? ReadOnly { get; init; }

    [Field(3)]
    public string? FsType { get; init; }

    [Field(4)]
    public ValueMap<string> VolumeAttributes { get; init; }

    [Field(5)]
    public LocalObjectReference? NodePublishSecretRef { get; init; }
}
