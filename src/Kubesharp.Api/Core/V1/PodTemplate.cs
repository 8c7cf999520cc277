using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>A stored template of pods.</summary>
[ApiType("io.k8s.api.core.v1.PodTemplate")]
[Kind("", "v1", "PodTemplate")]
[Resource("podtemplates", "podtemplate", Namespaced = true)]
public sealed partial record PodTemplate
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>The template.</summary>
    [Field(2)]
    public PodTemplateSpec Template { get; init; } = PodTemplateSpec.Empty;
}

/// <summary>A list of PodTemplate objects.</summary>
[ApiType("io.k8s.api.core.v1.PodTemplateList")]
[Kind("", "v1", "PodTemplateList")]
public sealed partial record PodTemplateList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<PodTemplate> Items { get; init; }
}
