namespace Kubesharp.Api.Scheduling.V1Alpha2;

public static class DisruptionMode
{
    public const string Pod = "Pod";
    public const string PodGroup = "PodGroup";
}
