namespace Kubesharp.Api.Resource.V1;

public static class DeviceTolerationOperator
{
    public const string Exists = "Exists";
    public const string Equal = "Equal";
}
