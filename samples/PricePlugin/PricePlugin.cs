using System.Globalization;
using System.Text.Json;
using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Samples;

/// <summary>
/// Nodes have a price, in a label. Pods may say what they pay at most, in an annotation of the same name; among the nodes that are cheap
/// enough, the cheapest are preferred. Nodes without a price are free of charge.
/// </summary>
public sealed class PricePlugin : SchedulerPlugin, IFilterPlugin, IScorePlugin, IQueueingHintPlugin
{
    private static readonly Verdict TooExpensive = Verdict.Unresolvable("Price", "node(s) were too expensive");

    private readonly string _label = "example.com/price";

    /// <summary>The scheduler makes one plugin for each profile that enables it.</summary>
    /// <param name="context">Has the arguments: <c>label</c>, name of the label and the annotation.</param>
    /// <exception cref="ArgumentException">The label is not text; the scheduler does not start then.</exception>
    public PricePlugin(PluginContext context)
    {
        using var args = JsonDocument.Parse(context.Args.Memory);
        if (!args.RootElement.TryGetProperty("label", out var label)) return;
        _label = label.ValueKind == JsonValueKind.String ? label.GetString()! : throw new ArgumentException("label must be text");
    }

    /// <inheritdoc/>
    public override string Name => "Price";

    /// <inheritdoc/>
    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node) =>
        pod.Pod.Metadata.Annotations.TryGetValue(_label, out var limit) && PriceOf(node.Node) > Parse(limit) ? TooExpensive : null;

    /// <inheritdoc/>
    public long Score(CycleState state, PodInfo pod, NodeInfo node) => PriceOf(node.Node);

    /// <inheritdoc/>
    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores) => Scores.Normalize(scores, reverse: true);

    /// <inheritdoc/>
    public bool MayHelp(PodInfo pod, in ClusterChange change) =>
        change is { Target: ChangeTarget.Node, New: Node after } && (change.Old is not Node before || PriceOf(after) < PriceOf(before));

    private static long Parse(string text) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var price) ? price : 0;

    private long PriceOf(Node node) => node.Metadata.Labels.TryGetValue(_label, out var price) ? Parse(price) : 0;
}
