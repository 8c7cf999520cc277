namespace Kubesharp.Api.Core.V1;

public static class PersistentVolumeMode
{
    public const string Block = "Block";
    public const string Filesystem = "Filesystem";
}
