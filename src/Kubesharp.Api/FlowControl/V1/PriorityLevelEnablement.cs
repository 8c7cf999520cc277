namespace Kubesharp.Api.FlowControl.V1;

/// <summary>Whether a priority level is limited.</summary>
public static class PriorityLevelEnablement
{
    public const string Exempt = "Exempt";
    public const string Limited = "Limited";
}
