namespace Kubesharp.Api.Apps.V1;

/// <summary>How pods of a StatefulSet are replaced.</summary>
public static class StatefulSetUpdateStrategyType
{
    public const string RollingUpdate = "RollingUpdate";
    public const string OnDelete = "OnDelete";
}
