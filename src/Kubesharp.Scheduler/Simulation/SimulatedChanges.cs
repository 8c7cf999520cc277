using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Scheduler.Simulation;

/// <summary>What is to be tried out.</summary>
public sealed record SimulatedChanges
{
    /// <summary>Objects that are added or put in place of those of the same name; workloads bring their pods.</summary>
    public IReadOnlyList<IKubernetesObject> Objects { get; init; } = [];

    /// <summary>Nodes that are added like another one: name of that node, and how many.</summary>
    public IReadOnlyList<(string Like, int Count)> NodeCopies { get; init; } = [];

    /// <summary>Taints that nodes get.</summary>
    public IReadOnlyList<(string Node, Taint Taint)> Taints { get; init; } = [];

    /// <summary>Keys of taints that nodes lose.</summary>
    public IReadOnlyList<(string Node, string Key)> RemovedTaints { get; init; } = [];

    /// <summary>Nodes that take no more pods.</summary>
    public IReadOnlyList<string> Cordoned { get; init; } = [];

    /// <summary>Nodes that take no more pods and lose those they have, except for those of DaemonSets.</summary>
    public IReadOnlyList<string> Drained { get; init; } = [];

    /// <summary>Nodes that go with all their pods.</summary>
    public IReadOnlyList<string> RemovedNodes { get; init; } = [];
}
