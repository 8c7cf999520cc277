namespace Kubesharp.Api.Storage.V1;

/// <summary>Kinds of volumes a driver makes.</summary>
public static class VolumeLifecycleMode
{
    public const string Persistent = "Persistent";
    public const string Ephemeral = "Ephemeral";
}
