namespace Kubesharp.Api.Scheduling.V1Alpha2;

/// <summary>Whether pods of a group are disrupted one by one or together.</summary>
public static class DisruptionMode
{
    public const string Pod = "Pod";
    public const string PodGroup = "PodGroup";
}
