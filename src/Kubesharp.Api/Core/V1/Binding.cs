using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>Gives a pod its node.</summary>
[ApiType("io.k8s.api.core.v1.Binding")]
[Kind("", "v1", "Binding")]
[Resource("bindings", "binding", Namespaced = true)]
public sealed partial record Binding
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>The node.</summary>
    [Field(2, Required = true)]
    public ObjectReference Target { get; init; } = ObjectReference.Empty;
}
