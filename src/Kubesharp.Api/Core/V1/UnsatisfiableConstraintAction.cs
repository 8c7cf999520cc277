namespace Kubesharp.Api.Core.V1;

/// <summary>What happens when a spread cannot be kept.</summary>
public static class UnsatisfiableConstraintAction
{
    public const string DoNotSchedule = "DoNotSchedule";
    public const string ScheduleAnyway = "ScheduleAnyway";
}
