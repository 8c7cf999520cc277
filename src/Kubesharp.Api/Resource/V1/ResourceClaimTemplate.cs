using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Resource.V1;

[ApiType("io.k8s.api.resource.v1.ResourceClaimTemplate")]
[Kind("resource.k8s.io", "v1", "ResourceClaimTemplate")]
[Resource("resourceclaimtemplates", "resourceclaimtemplate", Namespaced = true)]
public sealed partial record ResourceClaimTemplate
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public ResourceClaimTemplateSpec Spec { get; init; } = ResourceClaimTemplateSpec.Empty;
}

[ApiType("io.k8s.api.resource.v1.ResourceClaimTemplateList")]
[Kind("resource.k8s.io", "v1", "ResourceClaimTemplateList")]
public sealed partial record ResourceClaimTemplateList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<ResourceClaimTemplate> Items { get; init; }
}

[ApiType("io.k8s.api.resource.v1.ResourceClaimTemplateSpec")]
public sealed partial record ResourceClaimTemplateSpec
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public ResourceClaimSpec Spec { get; init; } = ResourceClaimSpec.Empty;
}
