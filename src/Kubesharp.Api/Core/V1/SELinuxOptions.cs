namespace Kubesharp.Api.Core.V1;

/// <summary>An SELinux context.</summary>
[ApiType("io.k8s.api.core.v1.SELinuxOptions")]
public sealed partial record SELinuxOptions
{
    /// <summary>User label.</summary>
    [Field(1)]
    public string User { get; init; } = "";

    /// <summary>Role label.</summary>
    [Field(2)]
    public string Role { get; init; } = "";

    /// <summary>Type label.</summary>
    [Field(3)]
    public string Type { get; init; } = "";

    /// <summary>Level label.</summary>
    [Field(4)]
    public string Level { get; init; } = "";
}
