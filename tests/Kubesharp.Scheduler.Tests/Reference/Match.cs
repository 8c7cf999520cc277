using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>The rules of selectors, taints and requests, written down as plainly as can be.</summary>
internal static class Match
{
    public static bool Labels(LabelSelector? selector, ValueMap<string> labels)
    {
        if (selector is null) return false;
        return selector.MatchLabels.All(pair => labels.Get(pair.Key) == pair.Value)
            && selector.MatchExpressions.All(expression => expression.Operator switch
            {
                "In" => labels.TryGetValue(expression.Key, out var value) && expression.Values.Contains(value),
                "NotIn" => !labels.TryGetValue(expression.Key, out var value) || !expression.Values.Contains(value),
                "Exists" => labels.ContainsKey(expression.Key),
                _ => !labels.ContainsKey(expression.Key),
            });
    }

    public static bool IsEmpty(LabelSelector? selector) => selector is null || (selector.MatchLabels.Count == 0 && selector.MatchExpressions.Count == 0);

    /// <summary>Whether a node has what a pod requires by selector and affinity.</summary>
    public static bool Node(Pod pod, Node node)
    {
        if (pod.Spec.NodeSelector.Any(pair => node.Metadata.Labels.Get(pair.Key) != pair.Value)) return false;
        var required = pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution;
        return required is null || required.NodeSelectorTerms.Any(term => Term(term, node));
    }

    public static bool Term(NodeSelectorTerm term, Node node)
    {
        if (term.MatchExpressions.Count == 0 && term.MatchFields.Count == 0) return false;
        return term.MatchExpressions.All(one => Requirement(one, node.Metadata.Labels.ContainsKey(one.Key), node.Metadata.Labels.Get(one.Key) ?? ""))
            && term.MatchFields.All(one => Requirement(one, true, node.Metadata.Name));
    }

    public static bool Tolerates(IEnumerable<Toleration> tolerations, Taint taint) => tolerations.Any(toleration =>
        (toleration.Effect.Length == 0 || toleration.Effect == taint.Effect)
        && (toleration.Key.Length == 0 || toleration.Key == taint.Key)
        && (toleration.Operator == "Exists" || (toleration.Operator is "" or "Equal" && toleration.Value == taint.Value)));

    public static bool ToleratesAll(Pod pod, Node node) =>
        node.Spec.Taints.All(taint => taint.Effect == "PreferNoSchedule" || Tolerates(pod.Spec.Tolerations, taint));

    /// <summary>What a pod asks for: thousandths of processors, whole units of everything else.</summary>
    public static Dictionary<string, long> Requests(Pod pod) => Sum(pod, static requests => requests.ToDictionary(pair => pair.Key, pair => Amount(pair.Key, pair.Value)));

    /// <summary>What scores assume a pod to ask for.</summary>
    public static Dictionary<string, long> AssumedRequests(Pod pod) => Sum(pod, static requests =>
    {
        var amounts = requests.ToDictionary(pair => pair.Key, pair => Amount(pair.Key, pair.Value));
        amounts.TryAdd("cpu", 100);
        amounts.TryAdd("memory", 200 << 20);
        return amounts;
    });

    public static long Amount(string resource, Quantity quantity) => resource == "cpu" ? quantity.MilliValue : quantity.Value;

    private static Dictionary<string, long> Sum(Pod pod, Func<ValueMap<Quantity>, Dictionary<string, long>> amountsOf)
    {
        var total = new Dictionary<string, long>();
        foreach (var container in pod.Spec.Containers)
        {
            foreach (var (name, amount) in amountsOf(container.Resources.Requests)) total[name] = total.GetValueOrDefault(name) + amount;
        }

        foreach (var container in pod.Spec.InitContainers)
        {
            foreach (var (name, amount) in amountsOf(container.Resources.Requests)) total[name] = Math.Max(total.GetValueOrDefault(name), amount);
        }

        foreach (var (name, quantity) in pod.Spec.Overhead) total[name] = total.GetValueOrDefault(name) + Amount(name, quantity);
        return total;
    }

    private static bool Requirement(NodeSelectorRequirement requirement, bool exists, string value) => requirement.Operator switch
    {
        "In" => exists && requirement.Values.Contains(value),
        "NotIn" => !exists || !requirement.Values.Contains(value),
        "Exists" => exists,
        "DoesNotExist" => !exists,
        "Gt" => exists && Number(value) is { } left && Number(requirement.Values[0]) is { } right && left > right,
        _ => exists && Number(value) is { } left && Number(requirement.Values[0]) is { } right && left < right,
    };

    private static long? Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
