namespace Kubesharp.Api.Autoscaling.V2;

/// <summary>What a bound for the speed counts.</summary>
public static class HPAScalingPolicyType
{
    public const string Pods = "Pods";
    public const string Percent = "Percent";
}
