namespace Kubesharp.Api.Apps.V1;

/// <summary>How pods of a DaemonSet are replaced.</summary>
public static class DaemonSetUpdateStrategyType
{
    public const string RollingUpdate = "RollingUpdate";
    public const string OnDelete = "OnDelete";
}
