namespace Kubesharp.Api.Autoscaling.V2;

[ApiType("io.k8s.api.autoscaling.v2.MetricValueStatus")]
public sealed partial record MetricValueStatus
{
    [Field(1)]
    public Quantity? Value { get; init; }

    [Field(2)]
    public Quantity? AverageValue { get; init; }

    [Field(3)]
    public int? AverageUtilization { get; init; }
}
