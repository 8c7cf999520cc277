namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>What happens when a rule is broken.</summary>
public static class ValidationAction
{
    public const string Deny = "Deny";
    public const string Warn = "Warn";
    public const string Audit = "Audit";
}
