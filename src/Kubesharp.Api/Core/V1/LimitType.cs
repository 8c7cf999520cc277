namespace Kubesharp.Api.Core.V1;

/// <summary>What a limit range is about.</summary>
public static class LimitType
{
    public const string Pod = "Pod";
    public const string Container = "Container";
    public const string PersistentVolumeClaim = "PersistentVolumeClaim";
}
