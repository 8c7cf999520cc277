namespace Kubesharp.Api.Resource.V1;

/// <summary>How a toleration compares values.</summary>
public static class DeviceTolerationOperator
{
    public const string Exists = "Exists";
    public const string Equal = "Equal";
}
