namespace Kubesharp.Api.Admission.V1;

public static class PatchType
{
    public const string JSONPatch = "JSONPatch";
}
