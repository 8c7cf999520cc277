namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ScaleIOPersistentVolumeSource")]
public sealed partial record ScaleIOPersistentVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string Gateway { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string System { get; init; } = "";

    /// <summary>Secret with the credentials for the storage.</summary>
    [Field(3, Always = true, Required = true)]
    public SecretReference? SecretRef { get; init; }

    [Field(4)]
    public bool SslEnabled { get; init; }

    [Field(5)]
    public string ProtectionDomain { get; init; } = "";

    [Field(6)]
    public string StoragePool { get; init; } = "";

    [Field(7, Default = "\"ThinProvisioned\"")]
    public string StorageMode { get; init; } = "";

    /// <summary>Name of the volume.</summary>
    [Field(8)]
    public string VolumeName { get; init; } = "";

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(9, Default = "\"xfs\"")]
    public string FsType { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(10)]
    public bool ReadOnly { get; init; }
}
