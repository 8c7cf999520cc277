namespace Kubesharp.Api.Apps.V1;

/// <summary>Aspects of the state of a ReplicaSet.</summary>
public static class ReplicaSetConditionType
{
    public const string ReplicaFailure = "ReplicaFailure";
}
