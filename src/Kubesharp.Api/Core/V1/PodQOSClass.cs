namespace Kubesharp.Api.Core.V1;

/// <summary>Quality-of-service classes, which decide who is evicted first when memory runs out.</summary>
public static class PodQOSClass
{
    public const string Guaranteed = "Guaranteed";
    public const string Burstable = "Burstable";
    public const string BestEffort = "BestEffort";
}
