namespace Kubesharp.Api.Core.V1;

/// <summary>Operating systems of pods.</summary>
public static class OSName
{
    public const string Linux = "linux";
    public const string Windows = "windows";
}
