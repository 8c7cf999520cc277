namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.SeccompProfile")]
public sealed partial record SeccompProfile
{
    [Field(1, Always = true, Required = true, Enum = typeof(SeccompProfileType))]
    public string Type { get; init; } = "";

    [Field(2)]
    public string? LocalhostProfile { get; init; }
}
