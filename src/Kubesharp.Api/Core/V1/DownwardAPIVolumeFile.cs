namespace Kubesharp.Api.Core.V1;

/// <summary>A file with a field of the pod.</summary>
[ApiType("io.k8s.api.core.v1.DownwardAPIVolumeFile")]
public sealed partial record DownwardAPIVolumeFile
{
    /// <summary>Path of the file in the volume; relative and without '..'.</summary>
    [Field(1, Always = true, Required = true)]
    public string Path { get; init; } = "";

    /// <summary>The field of the pod.</summary>
    [Field(2)]
    public ObjectFieldSelector? FieldRef { get; init; }

    /// <summary>The resource of a container.</summary>
    [Field(3)]
    public ResourceFieldSelector? ResourceFieldRef { get; init; }

    /// <summary>Mode of the file. Default: the volume's.</summary>
    [Field(4)]
    public int? Mode { get; init; }
}
