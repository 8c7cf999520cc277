namespace Kubesharp.Api.Meta.V1;

/// <summary>Whether a condition holds.</summary>
public static class ConditionStatus
{
    public const string True = "True";
    public const string False = "False";
    public const string Unknown = "Unknown";
}
