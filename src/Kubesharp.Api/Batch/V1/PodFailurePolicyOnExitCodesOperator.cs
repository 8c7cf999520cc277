namespace Kubesharp.Api.Batch.V1;

/// <summary>How exit codes are compared.</summary>
public static class PodFailurePolicyOnExitCodesOperator
{
    public const string In = "In";
    public const string NotIn = "NotIn";
}
