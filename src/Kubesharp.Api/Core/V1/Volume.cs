namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.Volume")]
public sealed partial record Volume
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Inline(2)]
    public VolumeSource Source { get; init; } = VolumeSource.Empty;
}
