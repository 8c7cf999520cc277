namespace Kubesharp.Api.Core.V1;

/// <summary>A set of environment variables.</summary>
[ApiType("io.k8s.api.core.v1.EnvFromSource")]
public sealed partial record EnvFromSource
{
    /// <summary>Text put before each name.</summary>
    [Field(1)]
    public string Prefix { get; init; } = "";

    /// <summary>ConfigMap whose keys become variables.</summary>
    [Field(2)]
    public ConfigMapEnvSource? ConfigMapRef { get; init; }

    /// <summary>Secret whose keys become variables.</summary>
    [Field(3)]
    public SecretEnvSource? SecretRef { get; init; }
}

/// <summary>A ConfigMap as a source of environment variables.</summary>
[ApiType("io.k8s.api.core.v1.ConfigMapEnvSource")]
public sealed partial record ConfigMapEnvSource
{
    [Inline(1)]
    public LocalObjectReference LocalObjectReference { get; init; } = LocalObjectReference.Empty;

    /// <summary>Whether the ConfigMap may be missing. Default false.</summary>
    [Field(2)]
    public bool? Optional { get; init; }
}

/// <summary>A Secret as a source of environment variables.</summary>
[ApiType("io.k8s.api.core.v1.SecretEnvSource")]
public sealed partial record SecretEnvSource
{
    [Inline(1)]
    public LocalObjectReference LocalObjectReference { get; init; } = LocalObjectReference.Empty;

    /// <summary>Whether the Secret may be missing. Default false.</summary>
    [Field(2)]
    public bool? Optional { get; init; }
}
