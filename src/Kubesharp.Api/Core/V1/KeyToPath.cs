namespace Kubesharp.Api.Core.V1;

/// <summary>A key and the file it becomes.</summary>
[ApiType("io.k8s.api.core.v1.KeyToPath")]
public sealed partial record KeyToPath
{
    /// <summary>The key.</summary>
    [Field(1, Always = true, Required = true)]
    public string Key { get; init; } = "";

    /// <summary>Path of the file in the volume; relative and without '..'.</summary>
    [Field(2, Always = true, Required = true)]
    public string Path { get; init; } = "";

    /// <summary>Mode of the file. Default: the volume's.</summary>
    [Field(3)]
    public int? Mode { get; init; }
}
