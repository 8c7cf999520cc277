using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PodTemplate")]
[Kind("", "v1", "PodTemplate")]
[Resource("podtemplates", "podtemplate", Namespaced = true)]
public sealed partial record PodTemplate
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public PodTemplateSpec Template { get; init; } = PodTemplateSpec.Empty;
}

[ApiType("io.k8s.api.core.v1.PodTemplateList")]
[Kind("", "v1", "PodTemplateList")]
public sealed partial record PodTemplateList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<PodTemplate> Items { get; init; }
}
