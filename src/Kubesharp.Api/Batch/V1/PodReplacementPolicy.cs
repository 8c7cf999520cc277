namespace Kubesharp.Api.Batch.V1;

/// <summary>When a pod of a Job is replaced.</summary>
public static class PodReplacementPolicy
{
    public const string TerminatingOrFailed = "TerminatingOrFailed";
    public const string Failed = "Failed";
}
