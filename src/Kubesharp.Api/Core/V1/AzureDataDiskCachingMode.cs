namespace Kubesharp.Api.Core.V1;

/// <summary>How the host caches an Azure disk.</summary>
public static class AzureDataDiskCachingMode
{
    public const string None = "None";
    public const string ReadOnly = "ReadOnly";
    public const string ReadWrite = "ReadWrite";
}
