namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.VsphereVirtualDiskVolumeSource")]
public sealed partial record VsphereVirtualDiskVolumeSource
{
    /// <summary>Path of the volume.</summary>
    [Field(1, Always = true, Required = true)]
    public string VolumePath { get; init; } = "";

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(2)]
    public string FsType { get; init; } = "";

    /// <summary>Name of the storage policy.</summary>
    [Field(3)]
    public string StoragePolicyName { get; init; } = "";

    /// <summary>Identifier of the storage policy.</summary>
    [Field(4)]
    public string StoragePolicyID { get; init; } = "";
}
