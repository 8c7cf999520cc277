namespace Kubesharp.Api.Core.V1;

/// <summary>An environment variable.</summary>
[ApiType("io.k8s.api.core.v1.EnvVar", Shared = true)]
public sealed partial record EnvVar
{
    /// <summary>Name of the variable; printable ASCII characters but the equals sign.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Its value. $(NAME) stands for a variable defined before; $$ for a dollar sign.</summary>
    [Field(2)]
    public string Value { get; init; } = "";

    /// <summary>Where the value comes from, in place of value.</summary>
    [Field(3)]
    public EnvVarSource? ValueFrom { get; init; }
}

/// <summary>A key of a ConfigMap.</summary>
[ApiType("io.k8s.api.core.v1.ConfigMapKeySelector", Atomic = true)]
public sealed partial record ConfigMapKeySelector
{
    [Inline(1)]
    public LocalObjectReference LocalObjectReference { get; init; } = LocalObjectReference.Empty;

    /// <summary>The key.</summary>
    [Field(2, Always = true, Required = true)]
    public string Key { get; init; } = "";

    /// <summary>Whether the ConfigMap or key may be missing. Default false.</summary>
    [Field(3)]
    public bool? Optional { get; init; }
}

/// <summary>Source of a value; exactly one member is set.</summary>
[ApiType("io.k8s.api.core.v1.EnvVarSource")]
public sealed partial record EnvVarSource
{
    /// <summary>A field of the pod, such as metadata.name or status.podIP.</summary>
    [Field(1)]
    public ObjectFieldSelector? FieldRef { get; init; }

    /// <summary>A resource of a container, such as limits.memory.</summary>
    [Field(2)]
    public ResourceFieldSelector? ResourceFieldRef { get; init; }

    /// <summary>A key of a ConfigMap.</summary>
    [Field(3)]
    public ConfigMapKeySelector? ConfigMapKeyRef { get; init; }

    /// <summary>A key of a Secret.</summary>
    [Field(4)]
    public SecretKeySelector? SecretKeyRef { get; init; }

    /// <summary>A variable in a file of a volume.</summary>
    [Field(5)]
    public FileKeySelector? FileKeyRef { get; init; }
}

/// <summary>A variable in a file of a volume.</summary>
[ApiType("io.k8s.api.core.v1.FileKeySelector", Atomic = true)]
public sealed partial record FileKeySelector
{
    /// <summary>Name of the volume.</summary>
    [Field(1, Always = true, Required = true)]
    public string VolumeName { get; init; } = "";

    /// <summary>Path of the file in the volume.</summary>
    [Field(2, Always = true, Required = true)]
    public string Path { get; init; } = "";

    /// <summary>Name of the variable in the file.</summary>
    [Field(3, Always = true, Required = true)]
    public string Key { get; init; } = "";

    /// <summary>Whether file and variable may be missing. Default false.</summary>
    [Field(4, Default = "false")]
    public bool? Optional { get; init; }
}

/// <summary>A key of a Secret.</summary>
[ApiType("io.k8s.api.core.v1.SecretKeySelector", Atomic = true)]
public sealed partial record SecretKeySelector
{
    [Inline(1)]
    public LocalObjectReference LocalObjectReference { get; init; } = LocalObjectReference.Empty;

    /// <summary>The key.</summary>
    [Field(2, Always = true, Required = true)]
    public string Key { get; init; } = "";

    /// <summary>Whether the Secret or key may be missing. Default false.</summary>
    [Field(3)]
    public bool? Optional { get; init; }
}
