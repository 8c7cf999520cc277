using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Api.Serialization;
using Kubesharp.Api.Validation;
using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>Finds everything that is wrong with the arguments of this project's plugins.</summary>
internal static class ArgumentsValidator
{
    private const int MaxShapeScore = 10;

    public static void Validate(PluginConfig config, FieldPath path, ErrorList errors)
    {
        switch (config.Name)
        {
            case PluginNames.NodeResourcesFit: Fit(DefaultArguments.Fill(Read<NodeResourcesFitArgs>(config)), path, errors); break;
            case PluginNames.NodeResourcesBalancedAllocation: Balance(DefaultArguments.Fill(Read<NodeResourcesBalancedAllocationArgs>(config)), path, errors); break;
            case PluginNames.InterPodAffinity:
                Range(DefaultArguments.Fill(Read<InterPodAffinityArgs>(config)).HardPodAffinityWeight!.Value, path.Child("hardPodAffinityWeight"), errors);
                break;
            case PluginNames.PodTopologySpread: Spread(DefaultArguments.Fill(Read<PodTopologySpreadArgs>(config)), path, errors); break;
            case PluginNames.NodeAffinity: Affinity(Read<NodeAffinityArgs>(config), path.Child("addedAffinity"), errors); break;
            case PluginNames.VolumeBinding: Volumes(DefaultArguments.Fill(Read<VolumeBindingArgs>(config)), path, errors); break;
            case PluginNames.DefaultPreemption: Preemption(DefaultArguments.Fill(Read<DefaultPreemptionArgs>(config)), path, errors); break;
            case PluginNames.DynamicResources: Devices(DefaultArguments.Fill(Read<DynamicResourcesArgs>(config)), path, errors); break;
        }
    }

    private static T Read<T>(PluginConfig config)
        where T : class, IApiType<T> => config.Args.IsNull ? T.Empty : ApiJson.Decode<T>(config.Args.Span);

    private static void Range(int value, FieldPath path, ErrorList errors)
    {
        if (value is < 0 or > 100) errors.Invalid(path, value, "not in valid range [0, 100]");
    }

    private static void Preemption(DefaultPreemptionArgs args, FieldPath path, ErrorList errors)
    {
        var (percentage, absolute) = (path.Child("minCandidateNodesPercentage"), path.Child("minCandidateNodesAbsolute"));
        Range(args.MinCandidateNodesPercentage!.Value, percentage, errors);
        if (args.MinCandidateNodesAbsolute < 0) errors.Invalid(absolute, args.MinCandidateNodesAbsolute, "not in valid range [0, inf)");
        if (args is not { MinCandidateNodesPercentage: 0, MinCandidateNodesAbsolute: 0 }) return;
        errors.Invalid(percentage, 0, "cannot be zero at the same time as minCandidateNodesAbsolute");
        errors.Invalid(absolute, 0, "cannot be zero at the same time as minCandidateNodesPercentage");
    }

    private static void Spread(PodTopologySpreadArgs args, FieldPath path, ErrorList errors)
    {
        var constraints = args.DefaultConstraints;
        if (args.DefaultingType is not (PodTopologySpreadDefaulting.System or PodTopologySpreadDefaulting.List))
        {
            errors.NotSupported(path.Child("defaultingType"), args.DefaultingType, PodTopologySpreadDefaulting.System, PodTopologySpreadDefaulting.List);
        }
        else if (args.DefaultingType == PodTopologySpreadDefaulting.System && constraints.Count > 0)
        {
            errors.Invalid(path.Child("defaultingType"), args.DefaultingType, "when .defaultConstraints are not empty");
        }

        for (var i = 0; i < constraints.Count; i++)
        {
            var constraint = constraints[i];
            var at = path.Child("defaultConstraints").Index(i);
            if (constraint.MaxSkew <= 0) errors.Invalid(at.Child("maxSkew"), constraint.MaxSkew, "not in valid range (0, inf)");
            if (constraint.TopologyKey.Length == 0) errors.Required(at.Child("topologyKey"), "can not be empty");
            else errors.Invalid(at.Child("topologyKey"), constraint.TopologyKey, Names.QualifiedName(constraint.TopologyKey));
            if (constraint.WhenUnsatisfiable.Length == 0) errors.Required(at.Child("whenUnsatisfiable"), "can not be empty");
            else if (constraint.WhenUnsatisfiable is not (UnsatisfiableConstraintAction.DoNotSchedule or UnsatisfiableConstraintAction.ScheduleAnyway))
            {
                errors.NotSupported(at.Child("whenUnsatisfiable"), constraint.WhenUnsatisfiable, UnsatisfiableConstraintAction.DoNotSchedule, UnsatisfiableConstraintAction.ScheduleAnyway);
            }

            if (constraint.LabelSelector is not null) errors.Forbidden(at.Child("labelSelector"), "constraint must not define a selector, as they deduced for each pod");
            for (var j = 0; j < i; j++)
            {
                if (constraints[j].TopologyKey != constraint.TopologyKey || constraints[j].WhenUnsatisfiable != constraint.WhenUnsatisfiable) continue;
                errors.Duplicate(at, $"{{{constraint.TopologyKey}, {constraint.WhenUnsatisfiable}}}");
                break;
            }
        }
    }

    private static void Shape(ValueList<UtilizationShapePoint> shape, FieldPath path, ErrorList errors)
    {
        if (shape.Count == 0)
        {
            errors.Required(path, "at least one point must be specified");
            return;
        }

        for (var i = 1; i < shape.Count; i++)
        {
            if (shape[i - 1].Utilization < shape[i].Utilization) continue;
            errors.Invalid(path.Index(i).Child("utilization"), shape[i].Utilization, "values must be sorted in increasing order");
            break;
        }

        for (var i = 0; i < shape.Count; i++)
        {
            Range(shape[i].Utilization, path.Index(i).Child("utilization"), errors);
            if (shape[i].Score is < 0 or > MaxShapeScore) errors.Invalid(path.Index(i).Child("score"), shape[i].Score, $"not in valid range [0, {MaxShapeScore}]");
        }
    }

    private static void Balance(NodeResourcesBalancedAllocationArgs args, FieldPath path, ErrorList errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Resources.Count; i++)
        {
            var at = path.Child("resources").Index(i);
            if (!seen.Add(args.Resources[i].Name)) errors.Duplicate(at.Child("name"), args.Resources[i].Name);
            if (args.Resources[i].Weight != 1) errors.Invalid(at.Child("weight"), args.Resources[i].Weight, "must be 1");
        }
    }

    private static void Fit(NodeResourcesFitArgs args, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < args.IgnoredResources.Count; i++) errors.Invalid(path.Child("ignoredResources").Index(i), args.IgnoredResources[i], Names.QualifiedName(args.IgnoredResources[i]));
        for (var i = 0; i < args.IgnoredResourceGroups.Count; i++)
        {
            var (group, at) = (args.IgnoredResourceGroups[i], path.Child("ignoredResourceGroups").Index(i));
            if (group.Contains('/')) errors.Invalid(at, group, "resource group name can't contain '/'");
            errors.Invalid(at, group, Names.QualifiedName(group));
        }

        var strategy = args.ScoringStrategy!;
        var strategyPath = path.Child("scoringStrategy");
        if (strategy.Type is not (ScoringStrategyType.LeastAllocated or ScoringStrategyType.MostAllocated or ScoringStrategyType.RequestedToCapacityRatio))
        {
            errors.NotSupported(strategyPath.Child("type"), strategy.Type, ScoringStrategyType.LeastAllocated, ScoringStrategyType.MostAllocated, ScoringStrategyType.RequestedToCapacityRatio);
        }

        for (var i = 0; i < strategy.Resources.Count; i++)
        {
            var resource = strategy.Resources[i];
            if (resource.Weight is > 0 and <= 100) continue;
            errors.Invalid(strategyPath.Child("resources").Index(i).Child("weight"), resource.Weight, $"resource weight of {resource.Name} not in valid range (0, 100]");
        }

        var linePath = strategyPath.Child("requestedToCapacityRatio");
        if (strategy.Type != ScoringStrategyType.RequestedToCapacityRatio)
        {
            if (strategy.RequestedToCapacityRatio is not null) errors.Forbidden(linePath, "must be nil when type is not RequestedToCapacityRatio");
        }
        else if (strategy.RequestedToCapacityRatio is { } line)
        {
            Shape(line.Shape, linePath.Child("shape"), errors);
        }
        else
        {
            errors.Required(linePath, "must be specified when type is RequestedToCapacityRatio");
        }
    }

    private static void Volumes(VolumeBindingArgs args, FieldPath path, ErrorList errors)
    {
        if (args.BindTimeoutSeconds < 0) errors.Invalid(path.Child("bindTimeoutSeconds"), args.BindTimeoutSeconds, "invalid BindTimeoutSeconds, should not be a negative value");
        if (args.Shape.IsNull) return;
        var shape = "[" + string.Join(",", args.Shape.Select(point => $"{{\"utilization\":{point.Utilization},\"score\":{point.Score}}}")) + "]";
        errors.Invalid(path.Child("shape"), BadValue.Json(shape), "unexpected field `shape`, remove it or turn on the feature gate StorageCapacityScoring");
    }

    private static void Devices(DynamicResourcesArgs args, FieldPath path, ErrorList errors)
    {
        if (GoDuration.Parse(args.FilterTimeout!) < TimeSpan.Zero) errors.Invalid(path.Child("filterTimeout"), args.FilterTimeout, "must be zero or positive");
        if (GoDuration.Parse(args.BindingTimeout!) < TimeSpan.FromSeconds(1)) errors.Invalid(path.Child("bindingTimeout"), args.BindingTimeout, "must be at least 1 second");
    }

    private static void Affinity(NodeAffinityArgs args, FieldPath path, ErrorList errors)
    {
        if (args.AddedAffinity is not { } affinity) return;
        var required = path.Child("requiredDuringSchedulingIgnoredDuringExecution");
        var terms = affinity.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms ?? default;
        for (var i = 0; i < terms.Count; i++) Term(terms[i], required.Child("nodeSelectorTerms").Index(i), errors);
        var preferred = affinity.PreferredDuringSchedulingIgnoredDuringExecution;
        for (var i = 0; i < preferred.Count; i++) Term(preferred[i].Preference, path.Child("preferredDuringSchedulingIgnoredDuringExecution").Index(i), errors);
    }

    private static void Term(NodeSelectorTerm term, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < term.MatchExpressions.Count; i++)
        {
            var requirement = term.MatchExpressions[i];
            var at = path.Child("matchExpressions").Index(i);
            if (OperatorOf(requirement.Operator) is not { } known)
            {
                errors.NotSupported(
                    at.Child("operator"), requirement.Operator, NodeSelectorOperator.DoesNotExist, NodeSelectorOperator.Exists, NodeSelectorOperator.Gt, NodeSelectorOperator.In, NodeSelectorOperator.Lt, NodeSelectorOperator.NotIn);
                continue;
            }

            var wrong = new ErrorList();
            LabelRequirement.Create(requirement.Key, known, requirement.Values.AsSpan(), wrong);
            foreach (var error in wrong) errors.Add(error with { Field = $"{at}.{error.Field}" });
        }

        for (var i = 0; i < term.MatchFields.Count; i++)
        {
            var requirement = term.MatchFields[i];
            var at = path.Child("matchFields").Index(i);
            if (requirement.Key != NodeExtensions.NameField) errors.Invalid(at.Child("key"), requirement.Key, "not a valid field selector key");
            if (requirement.Operator is not (NodeSelectorOperator.In or NodeSelectorOperator.NotIn)) errors.NotSupported(at.Child("operator"), requirement.Operator, NodeSelectorOperator.In, NodeSelectorOperator.NotIn);
            else if (requirement.Values.Count != 1) errors.Invalid(at.Child("values"), requirement.Values, "must have one element");
        }
    }

    private static SelectorOperator? OperatorOf(string name) => name switch
    {
        NodeSelectorOperator.In => SelectorOperator.In,
        NodeSelectorOperator.NotIn => SelectorOperator.NotIn,
        NodeSelectorOperator.Exists => SelectorOperator.Exists,
        NodeSelectorOperator.DoesNotExist => SelectorOperator.DoesNotExist,
        NodeSelectorOperator.Gt => SelectorOperator.GreaterThan,
        NodeSelectorOperator.Lt => SelectorOperator.LessThan,
        _ => null,
    };
}
