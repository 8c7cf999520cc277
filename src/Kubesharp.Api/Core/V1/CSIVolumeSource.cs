namespace Kubesharp.Api.Core.V1;

/// <summary>A volume a CSI driver makes for the pod.</summary>
[ApiType("io.k8s.api.core.v1.CSIVolumeSource")]
public sealed partial record CSIVolumeSource
{
    /// <summary>Name of the driver.</summary>
    [Field(1, Always = true, Required = true)]
    public string Driver { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(2)]
    public bool? ReadOnly { get; init; }

    /// <summary>Type of the file system. Default: the driver's.</summary>
    [Field(3)]
    public string? FsType { get; init; }

    /// <summary>Settings for the driver.</summary>
    [Field(4)]
    public ValueMap<string> VolumeAttributes { get; init; }

    /// <summary>Secret handed to the driver when it mounts the volume.</summary>
    [Field(5)]
    public LocalObjectReference? NodePublishSecretRef { get; init; }
}
