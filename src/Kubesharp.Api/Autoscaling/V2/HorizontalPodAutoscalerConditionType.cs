namespace Kubesharp.Api.Autoscaling.V2;

/// <summary>Aspects of the state of an autoscaler.</summary>
public static class HorizontalPodAutoscalerConditionType
{
    public const string ScalingActive = "ScalingActive";
    public const string AbleToScale = "AbleToScale";
    public const string ScalingLimited = "ScalingLimited";
    public const string ScaledToZero = "ScaledToZero";
}
