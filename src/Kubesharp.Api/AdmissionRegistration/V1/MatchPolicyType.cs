namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>Whether other versions of a resource count.</summary>
public static class MatchPolicyType
{
    public const string Exact = "Exact";
    public const string Equivalent = "Equivalent";
}
