namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.AppArmorProfile")]
public sealed partial record AppArmorProfile
{
    [Field(1, Always = true, Required = true, Enum = typeof(AppArmorProfileType))]
    public string Type { get; init; } = "";

    [Field(2)]
    public string? LocalhostProfile { get; init; }
}
