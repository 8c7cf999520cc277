namespace Kubesharp.Api.Core.V1;

/// <summary>An AppArmor profile.</summary>
[ApiType("io.k8s.api.core.v1.AppArmorProfile")]
public sealed partial record AppArmorProfile
{
    /// <summary>RuntimeDefault, Unconfined, or Localhost for a profile on the node.</summary>
    [Field(1, Always = true, Required = true, Enum = typeof(AppArmorProfileType))]
    public string Type { get; init; } = "";

    /// <summary>Name of the profile loaded on the node; for Localhost only.</summary>
    [Field(2)]
    public string? LocalhostProfile { get; init; }
}
