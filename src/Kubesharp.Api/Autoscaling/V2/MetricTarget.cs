namespace Kubesharp.Api.Autoscaling.V2;

[ApiType("io.k8s.api.autoscaling.v2.MetricTarget")]
public sealed partial record MetricTarget
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2)]
    public Quantity? Value { get; init; }

    [Field(3)]
    public Quantity? AverageValue { get; init; }

    [Field(4)]
    public int? AverageUtilization { get; init; }
}
