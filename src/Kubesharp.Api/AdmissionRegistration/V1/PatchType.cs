namespace Kubesharp.Api.AdmissionRegistration.V1;

public static class PatchType
{
    public const string ApplyConfiguration = "ApplyConfiguration";
    public const string JSONPatch = "JSONPatch";
}
