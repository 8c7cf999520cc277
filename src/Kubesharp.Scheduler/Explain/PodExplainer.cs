using System.Text.Encodings.Web;
using System.Text.Json;
using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Gangs;
using Kubesharp.Scheduler.Snapshots;

namespace Kubesharp.Scheduler.Explain;

/// <summary>
/// Explains where pods are or why they wait, by asking every plugin about every node of a snapshot. A pod that has a node is looked at as
/// if it were not there yet, among all the others as they are now. Extenders are not asked.
/// </summary>
/// <param name="options">The profiles.</param>
public sealed class PodExplainer(SchedulerOptions options)
{
    // Quotes in messages stay readable; the text is never put into HTML.
    private static readonly ExplanationJson Json = new(new JsonSerializerOptions(ExplanationJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Explains a pod as JSON.</summary>
    public static byte[] ToJson(PodExplanation explanation) => JsonSerializer.SerializeToUtf8Bytes(explanation, Json.PodExplanation);

    /// <summary>Explains a pod.</summary>
    /// <param name="snapshot">The cluster; it may hold the pod or not.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public PodExplanation Explain(ClusterSnapshot snapshot, Pod pod, CancellationToken cancellationToken)
    {
        var state = snapshot.ToState();
        var about = new PodExplanation
        {
            Metadata = new(pod.Metadata.Namespace, pod.Metadata.Name, pod.Metadata.Uid),
            State = pod.IsScheduled() ? "Scheduled" : "Pending",
            SchedulerName = pod.Spec.SchedulerName,
            NodeName = pod.Spec.NodeName,
            AllNodes = state.NodeCount,
        };
        if (FrameworkFor(state, pod.Spec.SchedulerName) is not { } framework)
        {
            return about with { State = "NotResponsible", Message = $"no profile of this scheduler is named \"{pod.Spec.SchedulerName}\"" };
        }

        // 1. The pod as it was before it had a node.
        var waiting = pod with { Spec = pod.Spec with { NodeName = "" } };
        var info = state.NewPod(waiting);
        state.RemovePod(info.Key);
        if (!pod.IsScheduled()) state.Nominate(info, pod.Status.NominatedNodeName);
        if (!pod.IsScheduled() && framework.PreEnqueue(info) is { } gate)
        {
            var gates = pod.Spec.SchedulingGates.Select(item => new ExplainedStep("RemoveGate", $"remove the scheduling gate {item.Name}", item.Name)).ToArray();
            about = about with
            {
                State = "Gated",
                Message = gate.Message,
                Refused = Refusal(gate),
                Changes = gates.Length == 0 ? [] : [new([], gates)],
            };
            if (gates.Length == 0) return about;
        }

        // 2. Every node.
        var result = framework.Schedule(info, out var postFilter);
        var nodes = Describe(framework, info, state, result, cancellationToken);
        about = about with { FeasibleNodes = nodes.Count(node => node.Feasible), Nodes = nodes };
        if (result.Node is not null)
        {
            // A pod of a group may wait for the others where it would fit itself; what was said of it when they were tried tells that.
            var waitsForOthers = !pod.IsScheduled() && GangTable.NameOf(pod) is not null;
            return about with
            {
                Choice = Choose(nodes, result),
                Message = waitsForOthers && about.Message.Length == 0 ? pod.Status.GetCondition(PodConditionType.PodScheduled)?.Message ?? "" : about.Message,
            };
        }

        if (pod.IsScheduled()) return about with { Refused = result.Diagnosis?.PreFilterVerdict is { } early ? Refusal(early) : null };

        // 3. What could be done about it.
        var diagnosis = result.Diagnosis;
        return about with
        {
            Message = about.State == "Gated" ? about.Message : result.Error?.Message ?? diagnosis!.ToMessage(),
            Refused = about.Refused ?? (diagnosis?.PreFilterVerdict is { } verdict ? Refusal(verdict) : null),
            Preemption = postFilter is { Victims.Count: > 0, NominatedNode: { } node } ? new(node, [.. postFilter.Victims.Select(victim => victim.Key)]) : null,
            Changes = about.State == "Gated" || diagnosis is null ? about.Changes : new ChangeFinder(state, framework, info, cancellationToken).Find(nodes),
        };
    }

    private SchedulingFramework? FrameworkFor(ClusterState state, string schedulerName)
    {
        var context = new PluginContext { Cluster = state, Options = options with { Extenders = [] }, Random = new Random(0) };
        var profile = ProfileFactory.Create(context).FirstOrDefault(framework => framework.SchedulerName == schedulerName);
        return profile is null ? null : new SchedulingFramework(state, profile.Points, 100, context.Random) { SchedulerName = schedulerName, KeepScores = true, IsExhaustive = true };
    }

    internal static PluginRefusal Refusal(Verdict verdict) => new(verdict.Plugin, verdict.Reasons, verdict.Code == VerdictCode.Unschedulable);

    private static List<ExplainedNode> Describe(SchedulingFramework framework, PodInfo pod, ClusterState state, ScheduleResult result, CancellationToken cancellationToken)
    {
        var nodes = new List<ExplainedNode>();
        var feasible = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < result.Feasible.Count; i++)
        {
            var index = i;
            feasible.Add(result.Feasible[i].Name);
            nodes.Add(new()
            {
                Name = result.Feasible[i].Name,
                Feasible = true,
                Total = result.Totals.Count > i ? result.Totals[i] : null,
                Scores = result.Totals.Count > i ? result.Scores.ToDictionary(entry => entry.Key, entry => entry.Value[index]) : null,
            });
        }

        nodes.Sort(static (left, right) => left.Total == right.Total ? string.CompareOrdinal(left.Name, right.Name) : Nullable.Compare(right.Total, left.Total));
        var others = state.Nodes.ToArray().Where(node => !feasible.Contains(node.Name)).OrderBy(node => node.Name, StringComparer.Ordinal);
        foreach (var node in others)
        {
            cancellationToken.ThrowIfCancellationRequested();
            nodes.Add(new() { Name = node.Name, RefusedBy = RefusalsOf(framework, pod, node, result) });
        }

        return nodes;
    }

    private static List<PluginRefusal> RefusalsOf(SchedulingFramework framework, PodInfo pod, NodeInfo node, ScheduleResult result)
    {
        var refusals = new List<PluginRefusal>();
        var first = result.Diagnosis?.For(node);
        if (first is not null) refusals.Add(Refusal(first));

        // Plugins that were refused by before any node was looked at have nothing prepared to answer from.
        if (result.Diagnosis?.PreFilterVerdict is not null || result.Error is not null) return refusals;
        foreach (var filter in framework.Points.Filter)
        {
            var plugin = (SchedulerPlugin)filter;
            if (plugin.Name == first?.Plugin || result.State.IsFilterSkipped(plugin)) continue;
            if (filter.Filter(result.State, pod, node) is { } verdict) refusals.Add(Refusal(verdict));
        }

        return refusals;
    }

    private static ExplainedChoice Choose(List<ExplainedNode> nodes, ScheduleResult result)
    {
        var best = nodes[0];
        var tied = nodes.Where(node => node.Feasible && node.Name != best.Name && node.Total == best.Total && node.Total is not null).Select(node => node.Name).ToArray();
        var next = nodes.FirstOrDefault(node => node.Feasible && node.Total < best.Total);
        return new(result.Totals.Count == 0 ? result.Node!.Name : best.Name, best.Total, best.Total - next?.Total, tied);
    }
}
