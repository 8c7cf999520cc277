using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>
/// Turns matchLabelKeys of a new pod into requirements of the label selectors, with the values of the pod's own labels, so that
/// schedulers only have to look at the selectors.
/// </summary>
internal static class MatchLabelKeys
{
    public static PodSpec Apply(Pod pod)
    {
        var spec = pod.Spec;
        var labels = pod.Metadata.Labels;
        var constraints = spec.TopologySpreadConstraints.Map(labels, Merge);
        if (!constraints.IsSame(spec.TopologySpreadConstraints)) spec = spec with { TopologySpreadConstraints = constraints };
        if (spec.Affinity is not { } affinity || affinity is { PodAffinity: null, PodAntiAffinity: null }) return spec;
        if (affinity.PodAffinity is { } with)
        {
            var required = with.RequiredDuringSchedulingIgnoredDuringExecution.Map(labels, Merge);
            var preferred = with.PreferredDuringSchedulingIgnoredDuringExecution.Map(labels, Merge);
            if (!required.IsSame(with.RequiredDuringSchedulingIgnoredDuringExecution) || !preferred.IsSame(with.PreferredDuringSchedulingIgnoredDuringExecution))
            {
                affinity = affinity with { PodAffinity = with with { RequiredDuringSchedulingIgnoredDuringExecution = required, PreferredDuringSchedulingIgnoredDuringExecution = preferred } };
            }
        }

        if (affinity.PodAntiAffinity is { } against)
        {
            var required = against.RequiredDuringSchedulingIgnoredDuringExecution.Map(labels, Merge);
            var preferred = against.PreferredDuringSchedulingIgnoredDuringExecution.Map(labels, Merge);
            if (!required.IsSame(against.RequiredDuringSchedulingIgnoredDuringExecution) || !preferred.IsSame(against.PreferredDuringSchedulingIgnoredDuringExecution))
            {
                affinity = affinity with { PodAntiAffinity = against with { RequiredDuringSchedulingIgnoredDuringExecution = required, PreferredDuringSchedulingIgnoredDuringExecution = preferred } };
            }
        }

        return ReferenceEquals(affinity, spec.Affinity) ? spec : spec with { Affinity = affinity };
    }

    private static TopologySpreadConstraint Merge(TopologySpreadConstraint constraint, ValueMap<string> labels)
    {
        var selector = Add(constraint.LabelSelector, constraint.MatchLabelKeys, LabelSelectorOperator.In, labels);
        return ReferenceEquals(selector, constraint.LabelSelector) ? constraint : constraint with { LabelSelector = selector };
    }

    private static WeightedPodAffinityTerm Merge(WeightedPodAffinityTerm weighted, ValueMap<string> labels)
    {
        var term = Merge(weighted.PodAffinityTerm, labels);
        return ReferenceEquals(term, weighted.PodAffinityTerm) ? weighted : weighted with { PodAffinityTerm = term };
    }

    private static PodAffinityTerm Merge(PodAffinityTerm term, ValueMap<string> labels)
    {
        var selector = Add(term.LabelSelector, term.MatchLabelKeys, LabelSelectorOperator.In, labels);
        selector = Add(selector, term.MismatchLabelKeys, LabelSelectorOperator.NotIn, labels);
        return ReferenceEquals(selector, term.LabelSelector) ? term : term with { LabelSelector = selector };
    }

    private static LabelSelector? Add(LabelSelector? selector, ValueList<string> keys, string operation, ValueMap<string> labels)
    {
        if (selector is null) return null;
        foreach (var key in keys)
        {
            if (!labels.TryGetValue(key, out var value)) continue;
            selector = selector with { MatchExpressions = selector.MatchExpressions.Add(new() { Key = key, Operator = operation, Values = [value] }) };
        }

        return selector;
    }
}
