namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>What happens when a webhook or expression fails.</summary>
public static class FailurePolicyType
{
    public const string Ignore = "Ignore";
    public const string Fail = "Fail";
}
