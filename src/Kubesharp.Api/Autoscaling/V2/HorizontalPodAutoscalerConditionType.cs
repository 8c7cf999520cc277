namespace Kubesharp.Api.Autoscaling.V2;

public static class HorizontalPodAutoscalerConditionType
{
    public const string ScalingActive = "ScalingActive";
    public const string AbleToScale = "AbleToScale";
    public const string ScalingLimited = "ScalingLimited";
    public const string ScaledToZero = "ScaledToZero";
}
