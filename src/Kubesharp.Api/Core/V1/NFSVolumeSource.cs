namespace Kubesharp.Api.Core.V1;

/// <summary>A folder of an NFS server.</summary>
[ApiType("io.k8s.api.core.v1.NFSVolumeSource")]
public sealed partial record NFSVolumeSource
{
    /// <summary>Host name or address of the server.</summary>
    [Field(1, Always = true, Required = true)]
    public string Server { get; init; } = "";

    /// <summary>Folder the server exports.</summary>
    [Field(2, Always = true, Required = true)]
    public string Path { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(3)]
    public bool ReadOnly { get; init; }
}
