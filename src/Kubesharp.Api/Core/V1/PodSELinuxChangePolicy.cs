namespace Kubesharp.Api.Core.V1;

public static class PodSELinuxChangePolicy
{
    public const string Recursive = "Recursive";
    public const string MountOption = "MountOption";
}
