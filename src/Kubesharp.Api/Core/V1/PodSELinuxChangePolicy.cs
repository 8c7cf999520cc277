namespace Kubesharp.Api.Core.V1;

/// <summary>How volumes get their SELinux label.</summary>
public static class PodSELinuxChangePolicy
{
    public const string Recursive = "Recursive";
    public const string MountOption = "MountOption";
}
