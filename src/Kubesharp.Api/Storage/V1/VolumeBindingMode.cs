namespace Kubesharp.Api.Storage.V1;

/// <summary>When a volume is made.</summary>
public static class VolumeBindingMode
{
    public const string Immediate = "Immediate";
    public const string WaitForFirstConsumer = "WaitForFirstConsumer";
}
