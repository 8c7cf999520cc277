namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.CephFSVolumeSource")]
public sealed partial record CephFSVolumeSource
{
    /// <summary>Addresses of the monitors.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Monitors { get; init; }

    /// <summary>Path in the storage.</summary>
    [Field(2)]
    public string Path { get; init; } = "";

    /// <summary>User to connect as.</summary>
    [Field(3)]
    public string User { get; init; } = "";

    [Field(4)]
    public string SecretFile { get; init; } = "";

    /// <summary>Secret with the credentials for the storage.</summary>
    [Field(5)]
    public LocalObjectReference? SecretRef { get; init; }

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(6)]
    public bool ReadOnly { get; init; }
}
