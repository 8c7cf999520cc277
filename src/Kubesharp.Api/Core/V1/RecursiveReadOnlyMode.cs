namespace Kubesharp.Api.Core.V1;

/// <summary>Whether mounts below a read-only mount are read-only too.</summary>
public static class RecursiveReadOnlyMode
{
    public const string Disabled = "Disabled";
    public const string IfPossible = "IfPossible";
    public const string Enabled = "Enabled";
}
