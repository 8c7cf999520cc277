namespace Kubesharp.Api.Resource.V1;

public static class DeviceAllocationMode
{
    public const string ExactCount = "ExactCount";
    public const string All = "All";
}
