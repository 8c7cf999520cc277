namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.GCEPersistentDiskVolumeSource")]
public sealed partial record GCEPersistentDiskVolumeSource
{
    /// <summary>Name of the disk.</summary>
    [Field(1, Always = true, Required = true)]
    public string PdName { get; init; } = "";

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(2)]
    public string FsType { get; init; } = "";

    /// <summary>Partition to mount; 0 for the whole disk.</summary>
    [Field(3)]
    public int Partition { get; init; }

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(4)]
    public bool ReadOnly { get; init; }
}
