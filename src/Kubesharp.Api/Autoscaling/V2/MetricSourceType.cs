namespace Kubesharp.Api.Autoscaling.V2;

/// <summary>Where a figure comes from.</summary>
public static class MetricSourceType
{
    public const string Object = "Object";
    public const string Pods = "Pods";
    public const string Resource = "Resource";
    public const string ContainerResource = "ContainerResource";
    public const string External = "External";
}
