namespace Kubesharp.Api.Networking.V1;

/// <summary>How paths are compared.</summary>
public static class PathType
{
    public const string Exact = "Exact";
    public const string Prefix = "Prefix";
    public const string ImplementationSpecific = "ImplementationSpecific";
}
