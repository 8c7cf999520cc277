namespace Kubesharp.Api.Resource.V1;

/// <summary>What a taint of a device does.</summary>
public static class DeviceTaintEffect
{
    public const string None = "None";
    public const string NoSchedule = "NoSchedule";
    public const string NoExecute = "NoExecute";
}
