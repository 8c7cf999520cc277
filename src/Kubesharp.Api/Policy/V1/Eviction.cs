using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Policy.V1;

[ApiType("io.k8s.api.policy.v1.Eviction")]
[Kind("policy", "v1", "Eviction")]
public sealed partial record Eviction
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public DeleteOptions? DeleteOptions { get; init; }
}
