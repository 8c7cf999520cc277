namespace Kubesharp.Api.Core.V1;

/// <summary>How far a change of resources is.</summary>
public static class PodResizeStatus
{
    public const string InProgress = "InProgress";
    public const string Deferred = "Deferred";
    public const string Infeasible = "Infeasible";
}
