namespace Kubesharp.Api.Core.V1;

/// <summary>How names are resolved in a pod.</summary>
public static class DNSPolicy
{
    public const string ClusterFirstWithHostNet = "ClusterFirstWithHostNet";
    public const string ClusterFirst = "ClusterFirst";
    public const string Default = "Default";
    public const string None = "None";
}
