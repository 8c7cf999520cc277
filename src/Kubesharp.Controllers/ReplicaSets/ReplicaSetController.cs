using Kubesharp.Api.Apps.V1;

namespace Kubesharp.Controllers.ReplicaSets;

/// <summary>Keeps as many pods of a ReplicaSet running as it asks for.</summary>
public sealed class ReplicaSetController(ControllerContext context) : ReplicaController<ReplicaSet>(context, "replicaset-controller", "replicaset-controller")
{
    protected override ReplicaSet AsReplicaSet(ReplicaSet owner) => owner;

    protected override ReplicaSet WithStatus(ReplicaSet owner, ReplicaSetStatus status) => owner with { Status = status };
}
