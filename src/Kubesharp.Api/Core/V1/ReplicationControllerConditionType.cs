namespace Kubesharp.Api.Core.V1;

/// <summary>Aspects of the state of a ReplicationController.</summary>
public static class ReplicationControllerConditionType
{
    public const string ReplicaFailure = "ReplicaFailure";
}
