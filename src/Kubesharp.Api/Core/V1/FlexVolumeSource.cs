namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.FlexVolumeSource")]
public sealed partial record FlexVolumeSource
{
    /// <summary>Name of the driver.</summary>
    [Field(1, Always = true, Required = true)]
    public string Driver { get; init; } = "";

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(2)]
    public string FsType { get; init; } = "";

    /// <summary>Secret with the credentials for the storage.</summary>
    [Field(3)]
    public LocalObjectReference? SecretRef { get; init; }

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(4)]
    public bool ReadOnly { get; init; }

    /// <summary>Settings for the driver.</summary>
    [Field(5)]
    public ValueMap<string> Options { get; init; }
}
