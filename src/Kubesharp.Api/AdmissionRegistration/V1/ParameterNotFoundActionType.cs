namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>What happens when a policy has no settings.</summary>
public static class ParameterNotFoundActionType
{
    public const string Allow = "Allow";
    public const string Deny = "Deny";
}
