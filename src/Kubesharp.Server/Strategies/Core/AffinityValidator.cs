using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Checks the rules by which pods choose nodes: affinity, node selectors, tolerations and topology spread.</summary>
internal static class AffinityValidator
{
    private const string NodeNameField = "metadata.name";

    public static void Affinity(Affinity affinity, FieldPath path, ErrorList errors)
    {
        if (affinity.NodeAffinity is { } node)
        {
            var place = path.Child("nodeAffinity");
            if (node.RequiredDuringSchedulingIgnoredDuringExecution is { } required) NodeSelector(required, place.Child("requiredDuringSchedulingIgnoredDuringExecution"), errors);
            for (var i = 0; i < node.PreferredDuringSchedulingIgnoredDuringExecution.Count; i++)
            {
                var term = node.PreferredDuringSchedulingIgnoredDuringExecution[i];
                var termPath = place.Child("preferredDuringSchedulingIgnoredDuringExecution").Index(i);
                if (term.Weight is <= 0 or > 100) errors.Invalid(termPath.Child("weight"), term.Weight, "must be in the range 1-100");
                NodeSelectorTerm(term.Preference, termPath.Child("preference"), errors);
            }
        }

        if (affinity.PodAffinity is { } pod)
        {
            PodTerms(pod.RequiredDuringSchedulingIgnoredDuringExecution, pod.PreferredDuringSchedulingIgnoredDuringExecution, path.Child("podAffinity"), errors);
        }

        if (affinity.PodAntiAffinity is { } anti)
        {
            PodTerms(anti.RequiredDuringSchedulingIgnoredDuringExecution, anti.PreferredDuringSchedulingIgnoredDuringExecution, path.Child("podAntiAffinity"), errors);
        }
    }

    public static void NodeSelector(NodeSelector selector, FieldPath path, ErrorList errors)
    {
        var terms = path.Child("nodeSelectorTerms");
        if (selector.NodeSelectorTerms.Count == 0) errors.Required(terms, "must have at least one node selector term");
        for (var i = 0; i < selector.NodeSelectorTerms.Count; i++) NodeSelectorTerm(selector.NodeSelectorTerms[i], terms.Index(i), errors);
    }

    public static void NodeSelectorTerm(NodeSelectorTerm term, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < term.MatchExpressions.Count; i++) NodeRequirement(term.MatchExpressions[i], path.Child("matchExpressions").Index(i), errors);
        for (var i = 0; i < term.MatchFields.Count; i++) NodeField(term.MatchFields[i], path.Child("matchFields").Index(i), errors);
    }

    public static void Tolerations(ValueList<Toleration> tolerations, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < tolerations.Count; i++)
        {
            var toleration = tolerations[i];
            var place = path.Index(i);
            if (toleration.Key.Length > 0)
            {
                Check.Rule(errors, place, "key", toleration.Key, Names.QualifiedName(toleration.Key));
            }
            else if (toleration.Operator != TolerationOperator.Exists)
            {
                errors.Invalid(place.Child("operator"), toleration.Operator, "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
            }

            if (toleration.TolerationSeconds is not null && toleration.Effect != TaintEffect.NoExecute)
            {
                errors.Invalid(place.Child("effect"), toleration.Effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
            }

            switch (toleration.Operator)
            {
                case "" or TolerationOperator.Equal:
                    if (Names.LabelValue(toleration.Value) is { Length: > 0 } bad) errors.Invalid(place.Child("operator"), toleration.Value, string.Join(';', bad));
                    break;
                case TolerationOperator.Exists:
                    if (toleration.Value.Length > 0) errors.Invalid(place.Child("operator"), toleration.Value, "value must be empty when `operator` is 'Exists'");
                    break;
                default:
                    errors.NotSupported(place.Child("operator"), toleration.Operator, TolerationOperator.Equal, TolerationOperator.Exists);
                    break;
            }

            if (toleration.Effect.Length > 0) TaintEffectValue(toleration.Effect, place.Child("effect"), errors, allowEmpty: true);
        }
    }

    public static void TaintEffectValue(string effect, FieldPath path, ErrorList errors, bool allowEmpty)
    {
        if (effect is TaintEffect.NoSchedule or TaintEffect.PreferNoSchedule or TaintEffect.NoExecute) return;
        if (effect.Length == 0 && !allowEmpty) errors.Required(path);
        else if (effect.Length > 0) errors.NotSupported(path, effect, TaintEffect.NoSchedule, TaintEffect.PreferNoSchedule, TaintEffect.NoExecute);
    }

    public static void TopologySpread(ValueList<TopologySpreadConstraint> constraints, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < constraints.Count; i++)
        {
            var constraint = constraints[i];
            var place = path.Index(i);
            if (constraint.MaxSkew <= 0) errors.Invalid(place.Child("maxSkew"), constraint.MaxSkew, "must be greater than 0");
            if (constraint.TopologyKey.Length == 0) errors.Required(place.Child("topologyKey"), "can not be empty");
            else Check.Rule(errors, place, "topologyKey", constraint.TopologyKey, Names.QualifiedName(constraint.TopologyKey));
            if (constraint.WhenUnsatisfiable is not (UnsatisfiableConstraintAction.DoNotSchedule or UnsatisfiableConstraintAction.ScheduleAnyway))
            {
                errors.NotSupported(place.Child("whenUnsatisfiable"), constraint.WhenUnsatisfiable, UnsatisfiableConstraintAction.DoNotSchedule, UnsatisfiableConstraintAction.ScheduleAnyway);
            }

            for (var j = i + 1; j < constraints.Count; j++)
            {
                if (constraints[j].TopologyKey == constraint.TopologyKey && constraints[j].WhenUnsatisfiable == constraint.WhenUnsatisfiable)
                {
                    errors.Duplicate(place.Child("{topologyKey, whenUnsatisfiable}"), $"{{{constraint.TopologyKey}, {constraint.WhenUnsatisfiable}}}");
                    break;
                }
            }

            if (constraint.MinDomains is { } domains)
            {
                if (domains <= 0) errors.Invalid(place.Child("minDomains"), domains, "must be greater than 0");
                if (constraint.WhenUnsatisfiable != UnsatisfiableConstraintAction.DoNotSchedule)
                {
                    errors.Invalid(place.Child("minDomains"), domains, $"can only use minDomains if whenUnsatisfiable={UnsatisfiableConstraintAction.DoNotSchedule}, not {constraint.WhenUnsatisfiable}");
                }
            }

            Check.OptionalOneOf(errors, place, "nodeAffinityPolicy", constraint.NodeAffinityPolicy, NodeInclusionPolicy.Honor, NodeInclusionPolicy.Ignore);
            Check.OptionalOneOf(errors, place, "nodeTaintsPolicy", constraint.NodeTaintsPolicy, NodeInclusionPolicy.Honor, NodeInclusionPolicy.Ignore);
            if (constraint.MatchLabelKeys.Count > 0 && constraint.LabelSelector is null)
            {
                errors.Forbidden(place.Child("matchLabelKeys"), "must not be specified when labelSelector is not set");
            }

            LabelKeys(constraint.MatchLabelKeys, place.Child("matchLabelKeys"), errors);
            LabelSelectorValidator.Selector(constraint.LabelSelector, place.Child("labelSelector"), errors);
        }
    }

    private static void PodTerms(ValueList<PodAffinityTerm> required, ValueList<WeightedPodAffinityTerm> preferred, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < required.Count; i++) PodTerm(required[i], path.Child("requiredDuringSchedulingIgnoredDuringExecution").Index(i), errors);
        for (var i = 0; i < preferred.Count; i++)
        {
            var place = path.Child("preferredDuringSchedulingIgnoredDuringExecution").Index(i);
            if (preferred[i].Weight is <= 0 or > 100) errors.Invalid(place.Child("weight"), preferred[i].Weight, "must be in the range 1-100");
            PodTerm(preferred[i].PodAffinityTerm, place.Child("podAffinityTerm"), errors);
        }
    }

    private static void PodTerm(PodAffinityTerm term, FieldPath path, ErrorList errors)
    {
        LabelSelectorValidator.Selector(term.LabelSelector, path.Child("labelSelector"), errors);
        LabelSelectorValidator.Selector(term.NamespaceSelector, path.Child("namespaceSelector"), errors);
        foreach (var name in term.Namespaces) Check.Rule(errors, path, "namespace", name, Names.Dns1123Label(name));
        if (term.LabelSelector is null && term.MatchLabelKeys.Count > 0) errors.Forbidden(path.Child("matchLabelKeys"), "must not be specified when labelSelector is not set");
        if (term.LabelSelector is null && term.MismatchLabelKeys.Count > 0) errors.Forbidden(path.Child("mismatchLabelKeys"), "must not be specified when labelSelector is not set");
        LabelKeys(term.MatchLabelKeys, path.Child("matchLabelKeys"), errors);
        LabelKeys(term.MismatchLabelKeys, path.Child("mismatchLabelKeys"), errors);
        for (var i = 0; i < term.MatchLabelKeys.Count; i++)
        {
            if (term.MismatchLabelKeys.Contains(term.MatchLabelKeys[i])) errors.Invalid(path.Child("matchLabelKeys").Index(i), term.MatchLabelKeys[i], "exists in both matchLabelKeys and mismatchLabelKeys");
        }

        if (term.TopologyKey.Length == 0) errors.Required(path.Child("topologyKey"), "can not be empty");
        else Check.Rule(errors, path, "topologyKey", term.TopologyKey, Names.QualifiedName(term.TopologyKey));
    }

    private static void LabelKeys(ValueList<string> keys, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (Names.QualifiedName(keys[i]) is { Length: > 0 } bad) errors.Invalid(path.Index(i), keys[i], bad);
        }
    }

    private static void NodeRequirement(NodeSelectorRequirement requirement, FieldPath path, ErrorList errors)
    {
        switch (requirement.Operator)
        {
            case NodeSelectorOperator.In or NodeSelectorOperator.NotIn:
                if (requirement.Values.Count == 0) errors.Required(path.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case NodeSelectorOperator.Exists or NodeSelectorOperator.DoesNotExist:
                if (requirement.Values.Count > 0) errors.Forbidden(path.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case NodeSelectorOperator.Gt or NodeSelectorOperator.Lt:
                if (requirement.Values.Count != 1) errors.Required(path.Child("values"), "must be specified single value when `operator` is 'Lt' or 'Gt'");
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

    private static void NodeField(NodeSelectorRequirement requirement, FieldPath path, ErrorList errors)
    {
        switch (requirement.Operator)
        {
            case NodeSelectorOperator.In or NodeSelectorOperator.NotIn:
                if (requirement.Values.Count != 1) errors.Required(path.Child("values"), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
                break;
            default:
                errors.Invalid(path.Child("operator"), requirement.Operator, "not a valid selector operator");
                break;
        }

        if (requirement.Key != NodeNameField)
        {
            errors.Invalid(path.Child("key"), requirement.Key, "not a valid field selector key");
            return;
        }

        for (var i = 0; i < requirement.Values.Count; i++)
        {
            if (Names.Dns1123Subdomain(requirement.Values[i]) is { Length: > 0 } bad) errors.Invalid(path.Child("values").Index(i), requirement.Values[i], bad);
        }
    }
}
