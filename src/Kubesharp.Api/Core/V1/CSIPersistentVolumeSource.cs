namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.CSIPersistentVolumeSource")]
public sealed partial record CSIPersistentVolumeSource
{
    /// <summary>Name of the driver.</summary>
    [Field(1, Always = true, Required = true)]
    public string Driver { get; init; } = "";

    /// <summary>What the driver calls the volume.</summary>
    [Field(2, Always = true, Required = true)]
    public string VolumeHandle { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(3)]
    public bool ReadOnly { get; init; }

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(4)]
    public string FsType { get; init; } = "";

    /// <summary>Settings for the driver.</summary>
    [Field(5)]
    public ValueMap<string> VolumeAttributes { get; init; }

    /// <summary>Secret handed to the driver when it attaches the volume.</summary>
    [Field(6)]
    public SecretReference? ControllerPublishSecretRef { get; init; }

    /// <summary>Secret handed to the driver when it prepares the volume on a node.</summary>
    [Field(7)]
    public SecretReference? NodeStageSecretRef { get; init; }

    /// <summary>Secret handed to the driver when it mounts the volume.</summary>
    [Field(8)]
    public SecretReference? NodePublishSecretRef { get; init; }

    /// <summary>Secret handed to the driver when it enlarges the volume.</summary>
    [Field(9)]
    public SecretReference? ControllerExpandSecretRef { get; init; }

    /// <summary>Secret handed to the driver when it enlarges the volume on a node.</summary>
    [Field(10)]
    public SecretReference? NodeExpandSecretRef { get; init; }
}
