namespace Kubesharp.Api.Core.V1;

/// <summary>No longer supported.</summary>
[ApiType("io.k8s.api.core.v1.NodeConfigSource")]
public sealed partial record NodeConfigSource
{
    [Field(2)]
    public ConfigMapNodeConfigSource? ConfigMap { get; init; }
}

/// <summary>No longer supported.</summary>
[ApiType("io.k8s.api.core.v1.ConfigMapNodeConfigSource")]
public sealed partial record ConfigMapNodeConfigSource
{
    [Field(1, Always = true, Required = true)]
    public string Namespace { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(3)]
    public string Uid { get; init; } = "";

    [Field(4)]
    public string ResourceVersion { get; init; } = "";

    [Field(5, Always = true, Required = true)]
    public string KubeletConfigKey { get; init; } = "";
}
