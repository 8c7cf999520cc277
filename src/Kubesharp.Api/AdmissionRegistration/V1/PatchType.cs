namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>Form of a policy's changes.</summary>
public static class PatchType
{
    public const string ApplyConfiguration = "ApplyConfiguration";
    public const string JSONPatch = "JSONPatch";
}
