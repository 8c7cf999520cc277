namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PhotonPersistentDiskVolumeSource")]
public sealed partial record PhotonPersistentDiskVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string PdID { get; init; } = "";

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(2)]
    public string FsType { get; init; } = "";
}
