namespace Kubesharp.Api.Core.V1;

public static class PodFSGroupChangePolicy
{
    public const string OnRootMismatch = "OnRootMismatch";
    public const string Always = "Always";
}
