namespace Kubesharp.Api.Core.V1;

/// <summary>A file or folder of the node.</summary>
[ApiType("io.k8s.api.core.v1.HostPathVolumeSource")]
public sealed partial record HostPathVolumeSource
{
    /// <summary>Path on the node.</summary>
    [Field(1, Always = true, Required = true)]
    public string Path { get; init; } = "";

    /// <summary>What must be there, such as Directory or File, or DirectoryOrCreate to make it. Empty checks nothing.</summary>
    [Field(2, Enum = typeof(HostPathType))]
    public string? Type { get; init; }
}
