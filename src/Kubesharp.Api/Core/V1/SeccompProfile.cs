namespace Kubesharp.Api.Core.V1;

/// <summary>A filter for system calls.</summary>
[ApiType("io.k8s.api.core.v1.SeccompProfile")]
public sealed partial record SeccompProfile
{
    /// <summary>RuntimeDefault, Unconfined, or Localhost for a profile on the node.</summary>
    [Field(1, Always = true, Required = true, Enum = typeof(SeccompProfileType))]
    public string Type { get; init; } = "";

    /// <summary>Path of the profile below the node agent's seccomp folder; for Localhost only.</summary>
    [Field(2)]
    public string? LocalhostProfile { get; init; }
}
