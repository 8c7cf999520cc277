namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.QuobyteVolumeSource")]
public sealed partial record QuobyteVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string Registry { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Volume { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(3)]
    public bool ReadOnly { get; init; }

    /// <summary>User to connect as.</summary>
    [Field(4)]
    public string User { get; init; } = "";

    [Field(5)]
    public string Group { get; init; } = "";

    [Field(6)]
    public string Tenant { get; init; } = "";
}
