namespace Kubesharp.Api.Autoscaling.V2;

/// <summary>What to aim at.</summary>
[ApiType("io.k8s.api.autoscaling.v2.MetricTarget")]
public sealed partial record MetricTarget
{
    /// <summary>Utilization, Value or AverageValue.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>The figure itself.</summary>
    [Field(2)]
    public Quantity? Value { get; init; }

    /// <summary>The figure for each pod.</summary>
    [Field(3)]
    public Quantity? AverageValue { get; init; }

    /// <summary>Percent of the requests.</summary>
    [Field(4)]
    public int? AverageUtilization { get; init; }
}
