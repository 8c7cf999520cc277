namespace Kubesharp.Api.Networking.V1;

[ApiType("io.k8s.api.networking.v1.NetworkPolicyPort")]
public sealed partial record NetworkPolicyPort
{
    [Field(1, Enum = typeof(global::Kubesharp.Api.Core.V1.Protocol))]
    public string? Protocol { get; init; }

    [Field(2)]
    public IntOrString? Port { get; init; }

    [Field(3)]
    public int? EndPort { get; init; }
}
