namespace Kubesharp.Api.ApiRegistration.V1;

public static class APIServiceConditionType
{
    public const string Available = "Available";
}
