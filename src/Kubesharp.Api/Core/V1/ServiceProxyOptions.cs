namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ServiceProxyOptions")]
[Kind("", "v1", "ServiceProxyOptions")]
public sealed partial record ServiceProxyOptions
{
    [Field(1)]
    public string Path { get; init; } = "";
}
