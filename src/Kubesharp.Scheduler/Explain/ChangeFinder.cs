using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler.Explain;

/// <summary>
/// Looks for small changes of the cluster or the pod that let a pending pod run, and tries each on a cluster of its own. Works on the
/// nodes that the fewest plugins refuse.
/// </summary>
internal sealed class ChangeFinder(ClusterState state, SchedulingFramework framework, PodInfo pod, CancellationToken cancellationToken)
{
    private const int MaxNodes = 40;
    private const int MaxChanges = 10;
    private const int MaxPodsPerNode = 50;

    private readonly List<(string Node, ExplainedStep[] Steps)> _found = [];

    public IReadOnlyList<ExplainedChange> Find(IReadOnlyList<ExplainedNode> nodes)
    {
        foreach (var described in nodes.Where(node => node.RefusedBy is { Count: > 0 }).OrderBy(node => node.RefusedBy!.Count).Take(MaxNodes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (state.FindNode(described.Name) is not { } node) continue;
            TryFixes(node, [.. described.RefusedBy!.Select(refusal => refusal.Plugin)]);
            TryRemovals(node);
        }

        // The same change may open several nodes.
        return _found
            .GroupBy(change => string.Join('\n', change.Steps.Select(step => $"{step.Action} {(step.Action == "Uncordon" ? "" : step.Name)} {step.Value}")))
            .Select(group => Join([.. group]))
            .OrderBy(change => change.Steps.Count)
            .ThenBy(change => Cost(change))
            .Take(MaxChanges)
            .ToArray();
    }

    private static ExplainedChange Join((string Node, ExplainedStep[] Steps)[] alike)
    {
        var (first, steps) = alike[0];
        if (alike.Length > 1) steps = [.. steps.Select(step => step with { Text = step.Text.Replace($"node {first}", "one of these nodes", StringComparison.Ordinal) })];
        return new([.. alike.Select(change => change.Node).Distinct()], steps);
    }

    private static int Cost(ExplainedChange change) => change.Steps.Sum(step => step.Action switch
    {
        "Tolerate" => 1,
        "Label" => 2,
        "Uncordon" => 3,
        "AddCapacity" => 4,
        _ => 5,
    });

    /// <summary>One step against each plugin that refuses; tried together.</summary>
    private void TryFixes(NodeInfo info, HashSet<string> plugins)
    {
        var steps = new List<ExplainedStep>();
        var node = info.Node;
        var wanted = pod.Pod;
        if (plugins.Remove(PluginNames.NodeUnschedulable))
        {
            steps.Add(new("Uncordon", $"uncordon node {info.Name}", info.Name));
            node = node with
            {
                Spec = node.Spec with { Unschedulable = false, Taints = node.Spec.Taints.Where(taint => taint.Key != "node.kubernetes.io/unschedulable").ToValueList() },
            };
        }

        if (plugins.Remove(PluginNames.TaintToleration))
        {
            foreach (var taint in node.Spec.Taints)
            {
                if (taint.Effect is not (TaintEffect.NoSchedule or TaintEffect.NoExecute) || taint.IsToleratedBy(wanted.Spec.Tolerations)) continue;
                var text = taint.Value.Length == 0 ? $"{taint.Key}:{taint.Effect}" : $"{taint.Key}={taint.Value}:{taint.Effect}";
                steps.Add(new("Tolerate", $"tolerate the taint {text}", text));
                var toleration = Toleration.Empty with { Key = taint.Key, Operator = TolerationOperator.Equal, Value = taint.Value, Effect = taint.Effect };
                wanted = wanted with { Spec = wanted.Spec with { Tolerations = wanted.Spec.Tolerations.Add(toleration) } };
            }
        }

        if (plugins.Remove(PluginNames.NodeAffinity))
        {
            if (MissingLabels.Find(wanted.Spec, node) is not { } labels) return;
            foreach (var (key, value) in labels)
            {
                steps.Add(value is null
                    ? new("Label", $"remove the label {key} from node {info.Name}", key)
                    : new("Label", $"label node {info.Name} with {key}={value}", key, value));
                var all = value is null ? node.Metadata.Labels.Remove(key) : node.Metadata.Labels.Set(key, value);
                node = node with { Metadata = node.Metadata with { Labels = all } };
            }
        }

        if (plugins.Remove(PluginNames.NodeResourcesFit)) node = AddCapacity(info, node, steps);
        if (plugins.Count > 0 || steps.Count == 0) return;
        Try(info, node, wanted, steps);
    }

    private Node AddCapacity(NodeInfo info, Node node, List<ExplainedStep> steps)
    {
        var allocatable = node.Status.Allocatable;
        if (info.Pods.Count + 1 > info.AllowedPods)
        {
            steps.Add(new("AddCapacity", $"let node {info.Name} run one more pod", ResourceName.Pods, "1"));
            allocatable = allocatable.Set(ResourceName.Pods, Quantity.FromValue(info.Pods.Count + 1));
        }

        foreach (var request in pod.Class.Requests)
        {
            var missing = request.Amount - (state.Allocatable.Get(request.Resource, info.Index) - state.Requested.Get(request.Resource, info.Index));
            if (missing <= 0) continue;
            var name = state.Resources[request.Resource];
            var amount = request.Resource == ResourceNames.Cpu ? Quantity.FromMilli(missing) : Quantity.FromValue(missing);
            steps.Add(new("AddCapacity", $"{amount} more {name} on node {info.Name}", name, amount.ToString()));
            allocatable = allocatable.Set(name, allocatable.Get(name) + amount);
        }

        return node with { Status = node.Status with { Allocatable = allocatable } };
    }

    private void Try(NodeInfo info, Node node, Pod wanted, List<ExplainedStep> steps)
    {
        var before = info.Node;
        if (!ReferenceEquals(node, before)) state.SetNode(node);
        if (framework.Try(ReferenceEquals(wanted, pod.Pod) ? pod : state.NewPod(wanted), info) is null) _found.Add((info.Name, [.. steps]));
        if (!ReferenceEquals(node, before)) state.SetNode(before);
    }

    /// <summary>Single pods without which the pod would run; only the least important of them are told.</summary>
    private void TryRemovals(NodeInfo info)
    {
        foreach (var other in info.Pods.OrderBy(other => other.Priority).Take(MaxPodsPerNode).ToArray())
        {
            state.RemovePod(other.Key);
            var fits = framework.Try(pod, info) is null;
            state.SetPod(other, info.Name);
            if (!fits) continue;
            var priority = other.Priority.ToString(CultureInfo.InvariantCulture);
            _found.Add((info.Name, [new("RemovePod", $"remove pod {other.Key} (priority {priority}) from node {info.Name}", other.Key, priority)]));
            return;
        }
    }
}
