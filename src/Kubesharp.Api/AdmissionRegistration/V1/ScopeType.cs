namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>Whether cluster-wide or namespaced objects count.</summary>
public static class ScopeType
{
    public const string Cluster = "Cluster";
    public const string Namespaced = "Namespaced";
    public const string All = "*";
}
