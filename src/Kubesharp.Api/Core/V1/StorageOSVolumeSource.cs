namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.StorageOSVolumeSource")]
public sealed partial record StorageOSVolumeSource
{
    /// <summary>Name of the volume.</summary>
    [Field(1)]
    public string VolumeName { get; init; } = "";

    [Field(2)]
    public string VolumeNamespace { get; init; } = "";

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(3)]
    public string FsType { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(4)]
    public bool ReadOnly { get; init; }

    /// <summary>Secret with the credentials for the storage.</summary>
    [Field(5)]
    public LocalObjectReference? SecretRef { get; init; }
}
