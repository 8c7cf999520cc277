namespace Kubesharp.Api.Core.V1;

/// <summary>Where a container sees a volume.</summary>
[ApiType("io.k8s.api.core.v1.VolumeMount")]
public sealed partial record VolumeMount
{
    /// <summary>Name of the volume in the pod.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Mounts it read-only. Default false.</summary>
    [Field(2)]
    public bool ReadOnly { get; init; }

    /// <summary>Whether mounts below it become read-only too: Disabled (default), IfPossible or Enabled.</summary>
    [Field(7)]
    public string? RecursiveReadOnly { get; init; }

    /// <summary>Path in the container.</summary>
    [Field(3, Always = true, Required = true)]
    public string MountPath { get; init; } = "";

    /// <summary>Path in the volume to mount instead of its root. Changes of ConfigMaps and Secrets do not reach such mounts.</summary>
    [Field(4)]
    public string SubPath { get; init; } = "";

    /// <summary>Whether later mounts pass between node and container: None (default), HostToContainer or Bidirectional.</summary>
    [Field(5, Enum = typeof(MountPropagationMode))]
    public string? MountPropagation { get; init; }

    /// <summary>Like subPath, with $(NAME) for environment variables.</summary>
    [Field(6)]
    public string SubPathExpr { get; init; } = "";
}
