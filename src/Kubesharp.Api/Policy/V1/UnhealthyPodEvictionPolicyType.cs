namespace Kubesharp.Api.Policy.V1;

/// <summary>Whether pods that are not ready may be evicted.</summary>
public static class UnhealthyPodEvictionPolicyType
{
    public const string IfHealthyBudget = "IfHealthyBudget";
    public const string AlwaysAllow = "AlwaysAllow";
}
