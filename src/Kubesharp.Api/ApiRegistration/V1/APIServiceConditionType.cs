namespace Kubesharp.Api.ApiRegistration.V1;

/// <summary>Aspects of the state of an APIService.</summary>
public static class APIServiceConditionType
{
    public const string Available = "Available";
}
