namespace Kubesharp.Api.Core.V1;

/// <summary>Where a container sees a volume as a block device.</summary>
[ApiType("io.k8s.api.core.v1.VolumeDevice")]
public sealed partial record VolumeDevice
{
    /// <summary>Name of the volume in the pod.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Path of the device in the container.</summary>
    [Field(2, Always = true, Required = true)]
    public string DevicePath { get; init; } = "";
}
