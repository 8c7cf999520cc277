namespace Kubesharp.Api.Core.V1;

/// <summary>When owners of volume files are changed.</summary>
public static class PodFSGroupChangePolicy
{
    public const string OnRootMismatch = "OnRootMismatch";
    public const string Always = "Always";
}
