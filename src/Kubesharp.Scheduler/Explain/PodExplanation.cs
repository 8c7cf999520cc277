using System.Text.Json.Serialization;

namespace Kubesharp.Scheduler.Explain;

/// <summary>Why a pod is where it is, or why it is nowhere. What the subresource <c>pods/explain</c> answers.</summary>
public sealed record PodExplanation
{
    public string Kind { get; init; } = "PodExplanation";

    public string ApiVersion { get; init; } = "kubesharp.io/v1";

    public required ExplainedObject Metadata { get; init; }

    /// <summary><c>Scheduled</c>, <c>Pending</c>, <c>Gated</c> or <c>NotResponsible</c> when no profile of this scheduler has the pod's scheduler name.</summary>
    public required string State { get; init; }

    public string SchedulerName { get; init; } = "";

    /// <summary>Where the pod is; empty while it waits.</summary>
    public string NodeName { get; init; } = "";

    /// <summary>What the pod's condition and event say, or would say now.</summary>
    public string Message { get; init; } = "";

    /// <summary>Plugin that refuses the pod before any node is looked at.</summary>
    public PluginRefusal? Refused { get; init; }

    public int AllNodes { get; init; }

    public int FeasibleNodes { get; init; }

    /// <summary>The node that would be chosen now, as if the pod were not there; of several with the same score any may be.</summary>
    public ExplainedChoice? Choice { get; init; }

    /// <summary>Pods that preemption would remove, and from where.</summary>
    public ExplainedPreemption? Preemption { get; init; }

    /// <summary>The nodes: feasible ones first, best first; then the others by name.</summary>
    public IReadOnlyList<ExplainedNode> Nodes { get; init; } = [];

    /// <summary>For a pending pod, changes after each of which it would run. Each was tried. The smallest come first.</summary>
    public IReadOnlyList<ExplainedChange> Changes { get; init; } = [];
}

/// <summary>Names the pod.</summary>
public sealed record ExplainedObject(string Namespace, string Name, string Uid);

/// <summary>The best node.</summary>
/// <param name="NodeName">Its name.</param>
/// <param name="Total">Its score; null when it is the only feasible node, and nothing was scored.</param>
/// <param name="Margin">By how much it is ahead of the next node with another score; null when there is none.</param>
/// <param name="TiedWith">Nodes with the same score.</param>
public sealed record ExplainedChoice(string NodeName, long? Total, long? Margin, IReadOnlyList<string> TiedWith);

/// <summary>What preemption would do.</summary>
public sealed record ExplainedPreemption(string NodeName, IReadOnlyList<string> Victims);

/// <summary>A node as a place for the pod.</summary>
public sealed record ExplainedNode
{
    public required string Name { get; init; }

    public bool Feasible { get; init; }

    /// <summary>Sum of the scores of a feasible node.</summary>
    public long? Total { get; init; }

    /// <summary>Normalized score times weight, by plugin.</summary>
    public IReadOnlyDictionary<string, long>? Scores { get; init; }

    /// <summary>Every plugin that refuses the node; the first of them is the one that counts in messages.</summary>
    public IReadOnlyList<PluginRefusal>? RefusedBy { get; init; }
}

/// <summary>What a plugin has against a node.</summary>
/// <param name="Plugin">Name of the plugin.</param>
/// <param name="Reasons">The texts that are counted in messages.</param>
/// <param name="PreemptionMayHelp">Whether fewer pods on the node might change it.</param>
public sealed record PluginRefusal(string Plugin, IReadOnlyList<string> Reasons, bool PreemptionMayHelp);

/// <summary>A change that lets the pod run.</summary>
/// <param name="NodeNames">Nodes where it would run then.</param>
/// <param name="Steps">What has to be done, all of it.</param>
public sealed record ExplainedChange(IReadOnlyList<string> NodeNames, IReadOnlyList<ExplainedStep> Steps);

/// <summary>One thing to do.</summary>
/// <param name="Action"><c>Tolerate</c>, <c>Uncordon</c>, <c>Label</c>, <c>AddCapacity</c>, <c>RemovePod</c> or <c>RemoveGate</c>.</param>
/// <param name="Text">The same in words.</param>
/// <param name="Name">Taint, label, resource, pod or gate.</param>
/// <param name="Value">Value of the label, or how much of the resource is missing.</param>
public sealed record ExplainedStep(string Action, string Text, string Name, string? Value = null);

/// <summary>Writes explanations.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PodExplanation))]
internal sealed partial class ExplanationJson : JsonSerializerContext;
