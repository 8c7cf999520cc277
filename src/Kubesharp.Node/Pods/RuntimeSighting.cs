using System.Collections.Immutable;
using Kubesharp.Node.Cri.V1;

namespace Kubesharp.Node.Pods;

/// <summary>What the runtime was seen to have of one pod.</summary>
/// <param name="PodUid">The pod.</param>
/// <param name="States">States of its sandboxes and containers by ID, as the runtime numbers them; null when only a change was seen.</param>
internal sealed record RuntimeSighting(string PodUid, ImmutableDictionary<string, int>? States)
{
    /// <summary>Whether it is of the same as a whole look at the pod.</summary>
    public bool IsOf(PodRuntimeStatus status)
    {
        if (States is null || States.Count != status.Sandboxes.Length + status.Containers.Length) return false;
        return status.Sandboxes.All(sandbox => Has(sandbox.Id, (int)(sandbox.IsReady ? PodSandboxState.SandboxReady : PodSandboxState.SandboxNotready)))
            && status.Containers.All(container => Has(container.Id, (int)container.State));
    }

    private bool Has(string id, int state) => States!.TryGetValue(id, out var seen) && seen == state;
}
