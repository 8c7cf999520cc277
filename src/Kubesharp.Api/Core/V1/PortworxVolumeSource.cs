namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PortworxVolumeSource")]
public sealed partial record PortworxVolumeSource
{
    /// <summary>Identifier of the volume.</summary>
    [Field(1, Always = true, Required = true)]
    public string VolumeID { get; init; } = "";

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(2)]
    public string FsType { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(3)]
    public bool ReadOnly { get; init; }
}
