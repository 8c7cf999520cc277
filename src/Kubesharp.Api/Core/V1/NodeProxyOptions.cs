namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.NodeProxyOptions")]
[Kind("", "v1", "NodeProxyOptions")]
public sealed partial record NodeProxyOptions
{
    [Field(1)]
    public string Path { get; init; } = "";
}
