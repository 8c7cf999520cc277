namespace Kubesharp.Api.Batch.V1;

/// <summary>What a failure means.</summary>
public static class PodFailurePolicyAction
{
    public const string FailJob = "FailJob";
    public const string FailIndex = "FailIndex";
    public const string Ignore = "Ignore";
    public const string Count = "Count";
}
