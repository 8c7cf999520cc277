namespace Kubesharp.Api.Core.V1;

public static class PodResizeStatus
{
    public const string InProgress = "InProgress";
    public const string Deferred = "Deferred";
    public const string Infeasible = "Infeasible";
}
