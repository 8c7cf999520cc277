namespace Kubesharp.Api.Core.V1;

/// <summary>Whether a volume holds files or is a device.</summary>
public static class PersistentVolumeMode
{
    public const string Block = "Block";
    public const string Filesystem = "Filesystem";
}
