using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Autoscaling.V2;

/// <summary>Names a figure.</summary>
[ApiType("io.k8s.api.autoscaling.v2.MetricIdentifier")]
public sealed partial record MetricIdentifier
{
    /// <summary>Its name.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Labels that choose it more closely.</summary>
    [Field(2)]
    public LabelSelector? Selector { get; init; }
}
