namespace Kubesharp.Api.Autoscaling.V2;

/// <summary>A figure last read.</summary>
[ApiType("io.k8s.api.autoscaling.v2.MetricValueStatus")]
public sealed partial record MetricValueStatus
{
    /// <summary>The figure itself.</summary>
    [Field(1)]
    public Quantity? Value { get; init; }

    /// <summary>The figure for each pod.</summary>
    [Field(2)]
    public Quantity? AverageValue { get; init; }

    /// <summary>Percent of the requests.</summary>
    [Field(3)]
    public int? AverageUtilization { get; init; }
}
