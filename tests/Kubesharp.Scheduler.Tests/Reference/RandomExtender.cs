using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Extenders;

namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>An extender with opinions that depend on names alone.</summary>
internal sealed class RandomExtender : IExtender
{
    private const int Weight = 7;
    private const string Ignored = "team-b";

    public string Name => "random";

    public bool IsIgnorable => false;

    public bool CanFilter => true;

    public bool CanPrioritize => true;

    public bool CanPreempt => false;

    public bool CanBind => false;

    /// <summary>The refusal of a node, or null.</summary>
    public static Refusal? Filter(Pod pod, string node) => NumberOf(pod, node) switch
    {
        _ when pod.Metadata.Namespace == Ignored => null,
        0 => new("", true, "the extender does not want it"),
        1 => new("", false, "the extender never wants it"),
        _ => null,
    };

    /// <summary>What the extender adds to the score of a node.</summary>
    public static long ScoreOf(Pod pod, string node) => pod.Metadata.Namespace == Ignored ? 0 : NumberOf(pod, node) * Weight;

    public bool IsInterested(PodInfo pod) => pod.Pod.Metadata.Namespace != Ignored;

    public ExtenderFilterResult Filter(PodInfo pod, ReadOnlySpan<NodeInfo> nodes)
    {
        var left = new List<NodeInfo>();
        var failed = new Dictionary<string, string>();
        var never = new Dictionary<string, string>();
        foreach (var node in nodes)
        {
            if (Filter(pod.Pod, node.Name) is not { } refusal) left.Add(node);
            else (refusal.CanChange ? failed : never).Add(node.Name, refusal.Reasons[0]);
        }

        return new(left, failed, never);
    }

    public void Prioritize(PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> totals)
    {
        for (var i = 0; i < nodes.Length; i++) totals[i] += ScoreOf(pod.Pod, nodes[i].Name);
    }

    public IReadOnlyList<ExtenderVictims> Preempt(PodInfo pod, IReadOnlyList<ExtenderVictims> candidates) => candidates;

    public Task BindAsync(PodInfo pod, string node, CancellationToken cancellationToken) => throw new InvalidOperationException("it does not bind");

    /// <summary>From 0 to 9, by the pod's application and the node.</summary>
    private static int NumberOf(Pod pod, string node)
    {
        var sum = 0;
        foreach (var letter in pod.Metadata.Labels.Get("app") + node) sum = (sum * 31) + letter;
        return (sum & int.MaxValue) % 10;
    }
}
