namespace Kubesharp.Api.Core.V1;

public static class ProcMountType
{
    public const string Default = "Default";
    public const string Unmasked = "Unmasked";
}
