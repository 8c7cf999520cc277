using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;

namespace Kubesharp.Controllers.Deployments;

/// <summary>Conditions of a Deployment.</summary>
internal static class DeploymentConditions
{
    public const string Available = "Available";
    public const string Progressing = "Progressing";
    public const string ReplicaFailure = "ReplicaFailure";

    public static DeploymentCondition? Find(ValueList<DeploymentCondition> conditions, string type)
    {
        foreach (var condition in conditions)
        {
            if (condition.Type == type) return condition;
        }

        return null;
    }

    public static DeploymentCondition Make(string type, string status, string reason, string message, DateTimeOffset now) =>
        new() { Type = type, Status = status, LastUpdateTime = now, LastTransitionTime = now, Reason = reason, Message = message };

    /// <summary>Puts a condition in; one that says the same keeps its place and times, and an unchanged status keeps the time of transition.</summary>
    public static ValueList<DeploymentCondition> Set(ValueList<DeploymentCondition> conditions, DeploymentCondition condition)
    {
        var present = Find(conditions, condition.Type);
        if (present is not null && present.Status == condition.Status && present.Reason == condition.Reason) return conditions;
        if (present is not null && present.Status == condition.Status) condition = condition with { LastTransitionTime = present.LastTransitionTime };
        return Remove(conditions, condition.Type).Add(condition);
    }

    public static ValueList<DeploymentCondition> Remove(ValueList<DeploymentCondition> conditions, string type) =>
        conditions.Where(condition => condition.Type != type).ToValueList();
}
