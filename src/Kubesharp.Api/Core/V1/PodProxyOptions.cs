namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PodProxyOptions")]
[Kind("", "v1", "PodProxyOptions")]
public sealed partial record PodProxyOptions
{
    [Field(1)]
    public string Path { get; init; } = "";
}
