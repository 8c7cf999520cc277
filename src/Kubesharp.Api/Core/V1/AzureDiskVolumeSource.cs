namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.AzureDiskVolumeSource")]
public sealed partial record AzureDiskVolumeSource
{
    /// <summary>Name of the disk.</summary>
    [Field(1, Always = true, Required = true)]
    public string DiskName { get; init; } = "";

    /// <summary>Address of the disk.</summary>
    [Field(2, Always = true, Required = true)]
    public string DiskURI { get; init; } = "";

    /// <summary>How the host caches the disk: None, ReadOnly or ReadWrite.</summary>
    [Field(3, Default = "\"ReadWrite\"", Enum = typeof(AzureDataDiskCachingMode))]
    public string? CachingMode { get; init; }

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(4, Default = "\"ext4\"")]
    public string? FsType { get; init; }

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(5, Default = "false")]
    public bool? ReadOnly { get; init; }

    /// <summary>How the disk is managed: Shared, Dedicated or Managed.</summary>
    [Field(6, Default = "\"Shared\"", Enum = typeof(AzureDataDiskKind))]
    public string? Kind { get; init; }
}
