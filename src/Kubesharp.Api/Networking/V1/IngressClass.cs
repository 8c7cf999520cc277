using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Networking.V1;

[ApiType("io.k8s.api.networking.v1.IngressClass")]
[Kind("networking.k8s.io", "v1", "IngressClass")]
[Resource("ingressclasses", "ingressclass", Namespaced = false)]
public sealed partial record IngressClass
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public IngressClassSpec Spec { get; init; } = IngressClassSpec.Empty;
}

[ApiType("io.k8s.api.networking.v1.IngressClassList")]
[Kind("networking.k8s.io", "v1", "IngressClassList")]
public sealed partial record IngressClassList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<IngressClass> Items { get; init; }
}

[ApiType("io.k8s.api.networking.v1.IngressClassParametersReference")]
public sealed partial record IngressClassParametersReference
{
    [Field(1)]
    public string? ApiGroup { get; init; }

    [Field(2, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(4, Always = true)]
    public string? Scope { get; init; }

    [Field(5)]
    public string? Namespace { get; init; }
}

[ApiType("io.k8s.api.networking.v1.IngressClassSpec")]
public sealed partial record IngressClassSpec
{
    [Field(1)]
    public string Controller { get; init; } = "";

    [Field(2)]
    public IngressClassParametersReference? Parameters { get; init; }
}
