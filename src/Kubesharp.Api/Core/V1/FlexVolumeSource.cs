namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.FlexVolumeSource")]
public sealed partial record FlexVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string Driver { get; init; } = "";

    [Field(2)]
    public string FsType { get; init; } = "";

    [Field(3)]
    public LocalObjectReference? SecretRef { get; init; }

    [Field(4)]
    public bool ReadOnly { get; init; }

    [Field(5)]
    public ValueMap<string> Options { get; init; }
}
