using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Autoscaling.V2;

[ApiType("io.k8s.api.autoscaling.v2.MetricIdentifier")]
public sealed partial record MetricIdentifier
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2)]
    public LabelSelector? Selector { get; init; }
}
