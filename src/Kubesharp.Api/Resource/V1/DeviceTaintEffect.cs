namespace Kubesharp.Api.Resource.V1;

public static class DeviceTaintEffect
{
    public const string None = "None";
    public const string NoSchedule = "NoSchedule";
    public const string NoExecute = "NoExecute";
}
