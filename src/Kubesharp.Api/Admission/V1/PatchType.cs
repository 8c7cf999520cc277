namespace Kubesharp.Api.Admission.V1;

/// <summary>Form of a webhook's changes.</summary>
public static class PatchType
{
    public const string JSONPatch = "JSONPatch";
}
