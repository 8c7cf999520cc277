namespace Kubesharp.Api.Core.V1;

public static class RecursiveReadOnlyMode
{
    public const string Disabled = "Disabled";
    public const string IfPossible = "IfPossible";
    public const string Enabled = "Enabled";
}
