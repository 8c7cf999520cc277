namespace Kubesharp.Api.Core.V1;

/// <summary>A request to pass on to a node.</summary>
[ApiType("io.k8s.api.core.v1.NodeProxyOptions")]
[Kind("", "v1", "NodeProxyOptions")]
public sealed partial record NodeProxyOptions
{
    /// <summary>Path of the request.</summary>
    [Field(1)]
    public string Path { get; init; } = "";
}
