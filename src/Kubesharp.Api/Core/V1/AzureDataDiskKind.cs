namespace Kubesharp.Api.Core.V1;

/// <summary>How an Azure disk is managed.</summary>
public static class AzureDataDiskKind
{
    public const string Shared = "Shared";
    public const string Dedicated = "Dedicated";
    public const string Managed = "Managed";
}
