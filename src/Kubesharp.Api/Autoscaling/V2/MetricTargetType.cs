namespace Kubesharp.Api.Autoscaling.V2;

/// <summary>What is aimed at.</summary>
public static class MetricTargetType
{
    public const string Utilization = "Utilization";
    public const string Value = "Value";
    public const string AverageValue = "AverageValue";
}
