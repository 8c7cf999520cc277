namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>Whether a webhook or policy runs a second time.</summary>
public static class ReinvocationPolicyType
{
    public const string Never = "Never";
    public const string IfNeeded = "IfNeeded";
}
