using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Networking.V1;

/// <summary>A kind of Ingress and the controller that serves it.</summary>
[ApiType("io.k8s.api.networking.v1.IngressClass")]
[Kind("networking.k8s.io", "v1", "IngressClass")]
[Resource("ingressclasses", "ingressclass", Namespaced = false)]
public sealed partial record IngressClass
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public IngressClassSpec Spec { get; init; } = IngressClassSpec.Empty;
}

/// <summary>A list of IngressClass objects.</summary>
[ApiType("io.k8s.api.networking.v1.IngressClassList")]
[Kind("networking.k8s.io", "v1", "IngressClassList")]
public sealed partial record IngressClassList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<IngressClass> Items { get; init; }
}

/// <summary>An object with settings.</summary>
[ApiType("io.k8s.api.networking.v1.IngressClassParametersReference")]
public sealed partial record IngressClassParametersReference
{
    /// <summary>Group of the object; empty for the core group.</summary>
    [Field(1)]
    public string? ApiGroup { get; init; }

    /// <summary>Kind of the object.</summary>
    [Field(2, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    /// <summary>Name of the object.</summary>
    [Field(3, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Cluster (default) or Namespace.</summary>
    [Field(4, Always = true)]
    public string? Scope { get; init; }

    /// <summary>Namespace of the object, for scope Namespace.</summary>
    [Field(5)]
    public string? Namespace { get; init; }
}

/// <summary>The controller.</summary>
[ApiType("io.k8s.api.networking.v1.IngressClassSpec")]
public sealed partial record IngressClassSpec
{
    /// <summary>Name of the controller, such as example.com/ingress. It cannot be changed.</summary>
    [Field(1)]
    public string Controller { get; init; } = "";

    /// <summary>Object with settings for the controller.</summary>
    [Field(2)]
    public IngressClassParametersReference? Parameters { get; init; }
}
