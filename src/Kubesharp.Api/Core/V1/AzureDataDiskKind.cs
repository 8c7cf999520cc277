namespace Kubesharp.Api.Core.V1;

public static class AzureDataDiskKind
{
    public const string Shared = "Shared";
    public const string Dedicated = "Dedicated";
    public const string Managed = "Managed";
}
