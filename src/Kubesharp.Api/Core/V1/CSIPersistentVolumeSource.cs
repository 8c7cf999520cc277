namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.CSIPersistentVolumeSource")]
public sealed partial record CSIPersistentVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string Driver { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string VolumeHandle { get; init; } = "";

    [Field(3)]
    public bool ReadOnly { get; init; }

    [Field(4)]
    public string FsType { get; init; } = "";

    [Field(5)]
    public ValueMap<string> VolumeAttributes { get; init; }

    [Field(6)]
    public SecretReference? ControllerPublishSecretRef { get; init; }

    [Field(7)]
    public SecretReference? NodeStageSecretRef { get; init; }

    [Field(8)]
    public SecretReference? NodePublishSecretRef { get; init; }

    [Field(9)]
    public SecretReference? ControllerExpandSecretRef { get; init; }

    [Field(10)]
    public SecretReference? NodeExpandSecretRef { get; init; }
}
