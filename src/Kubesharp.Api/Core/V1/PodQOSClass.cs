namespace Kubesharp.Api.Core.V1;

public static class PodQOSClass
{
    public const string Guaranteed = "Guaranteed";
    public const string Burstable = "Burstable";
    public const string BestEffort = "BestEffort";
}
