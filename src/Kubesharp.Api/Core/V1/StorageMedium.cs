namespace Kubesharp.Api.Core.V1;

/// <summary>Where an emptyDir lives.</summary>
public static class StorageMedium
{
    public const string None = "";
    public const string Memory = "Memory";
    public const string HugePages = "HugePages";
    public const string HugePages_ = "HugePages-";
}
