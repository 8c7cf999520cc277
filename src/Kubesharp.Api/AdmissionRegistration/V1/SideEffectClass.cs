namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>Whether a webhook does more than answer.</summary>
public static class SideEffectClass
{
    public const string Unknown = "Unknown";
    public const string None = "None";
    public const string Some = "Some";
    public const string NoneOnDryRun = "NoneOnDryRun";
}
