namespace Kubesharp.Api.Resource.V1;

/// <summary>How many devices are taken.</summary>
public static class DeviceAllocationMode
{
    public const string ExactCount = "ExactCount";
    public const string All = "All";
}
