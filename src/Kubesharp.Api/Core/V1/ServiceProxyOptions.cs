namespace Kubesharp.Api.Core.V1;

/// <summary>A request to pass on to a Service.</summary>
[ApiType("io.k8s.api.core.v1.ServiceProxyOptions")]
[Kind("", "v1", "ServiceProxyOptions")]
public sealed partial record ServiceProxyOptions
{
    /// <summary>Path of the request.</summary>
    [Field(1)]
    public string Path { get; init; } = "";
}
