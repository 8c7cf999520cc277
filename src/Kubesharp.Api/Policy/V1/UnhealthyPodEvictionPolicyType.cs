namespace Kubesharp.Api.Policy.V1;

public static class UnhealthyPodEvictionPolicyType
{
    public const string IfHealthyBudget = "IfHealthyBudget";
    public const string AlwaysAllow = "AlwaysAllow";
}
