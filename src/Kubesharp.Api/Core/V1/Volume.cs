namespace Kubesharp.Api.Core.V1;

/// <summary>A folder, or device, that containers of a pod can mount. The kind of volume is the one member that is set beside the name.</summary>
[ApiType("io.k8s.api.core.v1.Volume")]
public sealed partial record Volume
{
    /// <summary>Name of the volume, unique in the pod.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Inline(2)]
    public VolumeSource Source { get; init; } = VolumeSource.Empty;
}
