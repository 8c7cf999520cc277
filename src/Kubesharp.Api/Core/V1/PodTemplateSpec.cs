using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>What pods made from a template look like.</summary>
[ApiType("io.k8s.api.core.v1.PodTemplateSpec")]
public sealed partial record PodTemplateSpec
{
    /// <summary>Labels and annotations of the pods.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What runs in the pods.</summary>
    [Field(2)]
    public PodSpec Spec { get; init; } = PodSpec.Empty;
}
