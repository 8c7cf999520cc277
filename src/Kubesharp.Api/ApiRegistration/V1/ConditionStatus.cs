namespace Kubesharp.Api.ApiRegistration.V1;

public static class ConditionStatus
{
    public const string True = "True";
    public const string False = "False";
    public const string Unknown = "Unknown";
}
