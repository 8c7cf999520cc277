using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies;

/// <summary>Checks label maps and label selectors.</summary>
internal static class LabelSelectorValidator
{
    public static void Labels(ValueMap<string> labels, FieldPath path, ErrorList errors)
    {
        foreach (var (name, value) in labels)
        {
            if (Names.QualifiedName(name) is { Length: > 0 } badName) errors.Invalid(path, name, badName);
            if (Names.LabelValue(value) is { Length: > 0 } badValue) errors.Invalid(path, value, badValue);
        }
    }

    public static void Selector(LabelSelector? selector, FieldPath path, ErrorList errors)
    {
        if (selector is null) return;
        if (selector.MatchLabels.Count > 0) Labels(selector.MatchLabels, path.Child("matchLabels"), errors);
        for (var i = 0; i < selector.MatchExpressions.Count; i++) Requirement(selector.MatchExpressions[i], path.Child("matchExpressions").Index(i), errors);
    }

    /// <summary>Whether the selector says nothing, so that it selects everything.</summary>
    public static bool IsEmpty(LabelSelector selector) => selector.MatchLabels.Count == 0 && selector.MatchExpressions.Count == 0;

    /// <summary>Whether labels fit the selector. No selector fits nothing, an empty one everything.</summary>
    public static bool Matches(LabelSelector? selector, ValueMap<string> labels)
    {
        if (selector is null) return false;
        foreach (var (name, value) in selector.MatchLabels)
        {
            if (!labels.TryGetValue(name, out var actual) || actual != value) return false;
        }

        foreach (var requirement in selector.MatchExpressions)
        {
            var present = labels.TryGetValue(requirement.Key, out var actual);
            var fits = requirement.Operator switch
            {
                LabelSelectorOperator.In => present && requirement.Values.Contains(actual),
                LabelSelectorOperator.NotIn => !present || !requirement.Values.Contains(actual),
                LabelSelectorOperator.Exists => present,
                LabelSelectorOperator.DoesNotExist => !present,
                _ => false,
            };
            if (!fits) return false;
        }

        return true;
    }

    private static void Requirement(LabelSelectorRequirement requirement, FieldPath path, ErrorList errors)
    {
        switch (requirement.Operator)
        {
            case LabelSelectorOperator.In or LabelSelectorOperator.NotIn:
                if (requirement.Values.Count == 0) errors.Required(path.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case LabelSelectorOperator.Exists or LabelSelectorOperator.DoesNotExist:
                if (requirement.Values.Count > 0) errors.Forbidden(path.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            default:
                errors.Invalid(path.Child("operator"), requirement.Operator, "not a valid selector operator");
                break;
        }

        Check.Rule(errors, path, "key", requirement.Key, Names.QualifiedName(requirement.Key));
        for (var i = 0; i < requirement.Values.Count; i++)
        {
            if (Names.LabelValue(requirement.Values[i]) is { Length: > 0 } bad) errors.Invalid(path.Child("values").Index(i), requirement.Values[i], bad);
        }
    }
}
