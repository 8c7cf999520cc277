using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Policy.V1;

/// <summary>Asks for a pod to be deleted, if its disruption budget allows it.</summary>
[ApiType("io.k8s.api.policy.v1.Eviction")]
[Kind("policy", "v1", "Eviction")]
public sealed partial record Eviction
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>How the pod is to be deleted.</summary>
    [Field(2)]
    public DeleteOptions? DeleteOptions { get; init; }
}
