namespace Kubesharp.Api.Core.V1;

public static class ReplicationControllerConditionType
{
    public const string ReplicaFailure = "ReplicaFailure";
}
