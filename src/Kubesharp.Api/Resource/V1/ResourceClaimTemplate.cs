using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Resource.V1;

/// <summary>Template from which claims for pods are made.</summary>
[ApiType("io.k8s.api.resource.v1.ResourceClaimTemplate")]
[Kind("resource.k8s.io", "v1", "ResourceClaimTemplate")]
[Resource("resourceclaimtemplates", "resourceclaimtemplate", Namespaced = true)]
public sealed partial record ResourceClaimTemplate
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public ResourceClaimTemplateSpec Spec { get; init; } = ResourceClaimTemplateSpec.Empty;
}

/// <summary>A list of ResourceClaimTemplate objects.</summary>
[ApiType("io.k8s.api.resource.v1.ResourceClaimTemplateList")]
[Kind("resource.k8s.io", "v1", "ResourceClaimTemplateList")]
public sealed partial record ResourceClaimTemplateList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ResourceClaimTemplate> Items { get; init; }
}

/// <summary>What the claims look like.</summary>
[ApiType("io.k8s.api.resource.v1.ResourceClaimTemplateSpec")]
public sealed partial record ResourceClaimTemplateSpec
{
    /// <summary>Labels and annotations of the claims.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What devices are asked for.</summary>
    [Field(2, Required = true)]
    public ResourceClaimSpec Spec { get; init; } = ResourceClaimSpec.Empty;
}
