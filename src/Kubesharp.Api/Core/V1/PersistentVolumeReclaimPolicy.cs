namespace Kubesharp.Api.Core.V1;

/// <summary>What happens to a volume when its claim is gone.</summary>
public static class PersistentVolumeReclaimPolicy
{
    public const string Recycle = "Recycle";
    public const string Delete = "Delete";
    public const string Retain = "Retain";
}
