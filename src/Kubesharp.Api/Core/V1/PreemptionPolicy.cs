namespace Kubesharp.Api.Core.V1;

/// <summary>Whether a pod may displace others.</summary>
public static class PreemptionPolicy
{
    public const string PreemptLowerPriority = "PreemptLowerPriority";
    public const string Never = "Never";
}
