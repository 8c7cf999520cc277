namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.EnvVar")]
public sealed partial record EnvVar
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2)]
    public string Value { get; init; } = "";

    [Field(3)]
    public EnvVarSource? ValueFrom { get; init; }
}

[ApiType("io.k8s.api.core.v1.ConfigMapKeySelector", Atomic = true)]
public sealed partial record ConfigMapKeySelector
{
    [Inline(1)]
    public LocalObjectReference LocalObjectReference { get; init; } = LocalObjectReference.Empty;

    [Field(2, Always = true, Required = true)]
    public string Key { get; init; } = "";

    [Field(3)]
    public bool? Optional { get; init; }
}

[ApiType("io.k8s.api.core.v1.EnvVarSource")]
public sealed partial record EnvVarSource
{
    [Field(1)]
    public ObjectFieldSelector? FieldRef { get; init; }

    [Field(2)]
    public ResourceFieldSelector? ResourceFieldRef { get; init; }

    [Field(3)]
    public ConfigMapKeySelector? ConfigMapKeyRef { get; init; }

    [Field(4)]
    public SecretKeySelector? SecretKeyRef { get; init; }

    [Field(5)]
    public FileKeySelector? FileKeyRef { get; init; }
}

[ApiType("io.k8s.api.core.v1.FileKeySelector", Atomic = true)]
public sealed partial record FileKeySelector
{
    [Field(1, Always = true, Required = true)]
    public string VolumeName { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Path { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string Key { get; init; } = "";

    [Field(4, Default = "false")]
    public bool? Optional { get; init; }
}

[ApiType("io.k8s.api.core.v1.SecretKeySelector", Atomic = true)]
public sealed partial record SecretKeySelector
{
    [Inline(1)]
    public LocalObjectReference LocalObjectReference { get; init; } = LocalObjectReference.Empty;

    [Field(2, Always = true, Required = true)]
    public string Key { get; init; } = "";

    [Field(3)]
    public bool? Optional { get; init; }
}
