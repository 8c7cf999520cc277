using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.Binding")]
[Kind("", "v1", "Binding")]
[Resource("bindings", "binding", Namespaced = true)]
public sealed partial record Binding
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public ObjectReference Target { get; init; } = ObjectReference.Empty;
}
