namespace Kubesharp.Api.Core.V1;

public static class LimitType
{
    public const string Pod = "Pod";
    public const string Container = "Container";
    public const string PersistentVolumeClaim = "PersistentVolumeClaim";
}
