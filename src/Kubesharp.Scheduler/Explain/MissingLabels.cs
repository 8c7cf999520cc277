using System.Globalization;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Scheduler.Explain;

/// <summary>What labels a node would need for the node affinity of a pod.</summary>
internal static class MissingLabels
{
    /// <summary>Labels to set, or to remove where the value is null; null when labels cannot help.</summary>
    public static List<(string Key, string? Value)>? Find(PodSpec spec, Node node)
    {
        var missing = new List<(string, string?)>();
        foreach (var (key, value) in spec.NodeSelector)
        {
            if (!node.Metadata.Labels.TryGetValue(key, out var has) || has != value) missing.Add((key, value));
        }

        if (spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution is not { } required || required.Matches(node)) return missing;

        // One term is enough: the one that needs the fewest labels.
        List<(string, string?)>? best = null;
        foreach (var term in required.NodeSelectorTerms)
        {
            if (term.MatchFields.Count > 0) continue;
            var labels = Find(term, node);
            if (labels is not null && labels.Count > 0 && (best is null || labels.Count < best.Count)) best = labels;
        }

        if (best is null) return null;
        missing.AddRange(best);
        return missing;
    }

    private static List<(string, string?)>? Find(NodeSelectorTerm term, Node node)
    {
        var missing = new List<(string, string?)>();
        foreach (var requirement in term.MatchExpressions)
        {
            var alone = NodeSelector.Empty with { NodeSelectorTerms = [NodeSelectorTerm.Empty with { MatchExpressions = [requirement] }] };
            if (alone.Matches(node)) continue;
            switch (requirement.Operator)
            {
                case NodeSelectorOperator.In when requirement.Values.Count > 0:
                    missing.Add((requirement.Key, requirement.Values[0]));
                    break;
                case NodeSelectorOperator.Exists:
                    missing.Add((requirement.Key, ""));
                    break;
                case NodeSelectorOperator.NotIn or NodeSelectorOperator.DoesNotExist:
                    missing.Add((requirement.Key, null));
                    break;
                case NodeSelectorOperator.Gt or NodeSelectorOperator.Lt when requirement.Values.Count == 1 && long.TryParse(requirement.Values[0], CultureInfo.InvariantCulture, out var limit):
                    missing.Add((requirement.Key, (limit + (requirement.Operator == NodeSelectorOperator.Gt ? 1 : -1)).ToString(CultureInfo.InvariantCulture)));
                    break;
                default:
                    return null;
            }
        }

        return missing;
    }
}
