namespace Kubesharp.Api.Core.V1;

/// <summary>A request to pass on to a pod.</summary>
[ApiType("io.k8s.api.core.v1.PodProxyOptions")]
[Kind("", "v1", "PodProxyOptions")]
public sealed partial record PodProxyOptions
{
    /// <summary>Path of the request.</summary>
    [Field(1)]
    public string Path { get; init; } = "";
}
