using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Scheduler.Tests.Vectors;

/// <summary>Does what the API server does when a pod is created: label keys of inter-pod terms become part of their selectors.</summary>
internal static class LabelKeys
{
    public static Affinity Merge(Affinity affinity, ValueMap<string> labels) => affinity with
    {
        PodAffinity = affinity.PodAffinity is not { } near ? null : near with
        {
            RequiredDuringSchedulingIgnoredDuringExecution = Merge(near.RequiredDuringSchedulingIgnoredDuringExecution, labels),
            PreferredDuringSchedulingIgnoredDuringExecution = Merge(near.PreferredDuringSchedulingIgnoredDuringExecution, labels),
        },
        PodAntiAffinity = affinity.PodAntiAffinity is not { } apart ? null : apart with
        {
            RequiredDuringSchedulingIgnoredDuringExecution = Merge(apart.RequiredDuringSchedulingIgnoredDuringExecution, labels),
            PreferredDuringSchedulingIgnoredDuringExecution = Merge(apart.PreferredDuringSchedulingIgnoredDuringExecution, labels),
        },
    };

    private static ValueList<PodAffinityTerm> Merge(ValueList<PodAffinityTerm> terms, ValueMap<string> labels) =>
        terms.Select(term => Merge(term, labels)).ToValueList();

    private static ValueList<WeightedPodAffinityTerm> Merge(ValueList<WeightedPodAffinityTerm> terms, ValueMap<string> labels) =>
        terms.Select(term => term with { PodAffinityTerm = Merge(term.PodAffinityTerm, labels) }).ToValueList();

    private static PodAffinityTerm Merge(PodAffinityTerm term, ValueMap<string> labels)
    {
        if (term.LabelSelector is not { } selector) return term;
        var expressions = selector.MatchExpressions.ToList();
        Add(term.MatchLabelKeys, LabelSelectorOperator.In);
        Add(term.MismatchLabelKeys, LabelSelectorOperator.NotIn);
        return term with { LabelSelector = selector with { MatchExpressions = expressions.ToValueList() } };

        void Add(ValueList<string> keys, string @operator)
        {
            foreach (var key in keys)
            {
                if (labels.TryGetValue(key, out var value)) expressions.Add(LabelSelectorRequirement.Empty with { Key = key, Operator = @operator, Values = [value] });
            }
        }
    }
}
