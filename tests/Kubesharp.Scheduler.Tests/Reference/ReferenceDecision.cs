using Kubesharp.Api.Core.V1;

namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>What becomes of a pod.</summary>
internal sealed class ReferenceDecision
{
    /// <summary>Nodes that passed all filters.</summary>
    public Node[] Feasible { get; init; } = [];

    /// <summary>Scores times weights by plugin, in the order of <see cref="Feasible"/>; empty when there is no choice.</summary>
    public Dictionary<string, long[]> Scores { get; init; } = [];

    /// <summary>Why there is none.</summary>
    public string Message { get; init; } = "";

    /// <summary>Nodes that preemption would do least harm on, each with the pods that would have to go.</summary>
    public Dictionary<string, string[]> Preemptions { get; init; } = [];
}
