namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.EnvFromSource")]
public sealed partial record EnvFromSource
{
    [Field(1)]
    public string Prefix { get; init; } = "";

    [Field(2)]
    public ConfigMapEnvSource? ConfigMapRef { get; init; }

    [Field(3)]
    public SecretEnvSource? SecretRef { get; init; }
}

[ApiType("io.k8s.api.core.v1.ConfigMapEnvSource")]
public sealed partial record ConfigMapEnvSource
{
    [Inline(1)]
    public LocalObjectReference LocalObjectReference { get; init; } = LocalObjectReference.Empty;

    [Field(2)]
    public bool? Optional { get; init; }
}

[ApiType("io.k8s.api.core.v1.SecretEnvSource")]
public sealed partial record SecretEnvSource
{
    [Inline(1)]
    public LocalObjectReference LocalObjectReference { get; init; } = LocalObjectReference.Empty;

    [Field(2)]
    public bool? Optional { get; init; }
}
