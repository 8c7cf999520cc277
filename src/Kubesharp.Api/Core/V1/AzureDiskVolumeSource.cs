namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.AzureDiskVolumeSource")]
public sealed partial record AzureDiskVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string DiskName { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string DiskURI { get; init; } = "";

    [Field(3, Default = "\"ReadWrite\"", Enum = typeof(AzureDataDiskCachingMode))]
    public string? CachingMode { get; init; }

    [Field(4, Default = "\"ext4\"")]
    public string? FsType { get; init; }

    [Field(5, Default = "false")]
    public bool? ReadOnly { get; init; }

    [Field(6, Default = "\"Shared\"", Enum = typeof(AzureDataDiskKind))]
    public string? Kind { get; init; }
}
