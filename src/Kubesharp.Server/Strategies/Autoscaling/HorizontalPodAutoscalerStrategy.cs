using Kubesharp.Api;
using Kubesharp.Api.Autoscaling.V2;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Autoscaling;

internal sealed class HorizontalPodAutoscalerStrategy : ResourceStrategy<HorizontalPodAutoscaler>
{
    private const int MaxStabilizationSeconds = 3600;
    private const int MaxPeriodSeconds = 1800;
    private const int DefaultUtilization = 80;
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly MetricSpec DefaultMetric = new() { Type = MetricSourceType.Resource, Resource = new() { Name = "cpu", Target = new() { Type = MetricTargetType.Utilization, AverageUtilization = DefaultUtilization } } };

    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> TableColumns => HorizontalPodAutoscalerPrinter.Columns;

    protected internal override HorizontalPodAutoscaler CopyStatus(HorizontalPodAutoscaler to, HorizontalPodAutoscaler from) => to with { Status = from.Status };

    protected internal override HorizontalPodAutoscaler Default(HorizontalPodAutoscaler value)
    {
        var spec = value.Spec;
        var behavior = spec.Behavior;
        if (behavior is not null)
        {
            var up = Rules(behavior.ScaleUp, up: true);
            var down = Rules(behavior.ScaleDown, up: false);
            if (!ReferenceEquals(up, behavior.ScaleUp) || !ReferenceEquals(down, behavior.ScaleDown)) behavior = behavior with { ScaleUp = up, ScaleDown = down };
        }

        if (spec is { MinReplicas: not null, Metrics.Count: > 0 } && ReferenceEquals(behavior, spec.Behavior)) return value;
        return value with { Spec = spec with { MinReplicas = spec.MinReplicas ?? 1, Metrics = spec.Metrics.Count > 0 ? spec.Metrics : [DefaultMetric], Behavior = behavior } };
    }

    protected internal override void Validate(HorizontalPodAutoscaler value, ErrorList errors, RequestContext context)
    {
        var spec = value.Spec;
        if (spec.MinReplicas < 1) errors.Invalid(Spec.Child("minReplicas"), spec.MinReplicas, "must be greater than or equal to 1");
        if (spec.MaxReplicas < 1) errors.Invalid(Spec.Child("maxReplicas"), spec.MaxReplicas, "must be greater than 0");
        if (spec.MinReplicas is { } min && spec.MaxReplicas < min) errors.Invalid(Spec.Child("maxReplicas"), spec.MaxReplicas, "must be greater than or equal to `minReplicas`");
        MetricRules.Reference(spec.ScaleTargetRef, Spec.Child("scaleTargetRef"), errors);
        for (var i = 0; i < spec.Metrics.Count; i++) MetricRules.Metric(spec.Metrics[i], Spec.Child("metrics").Index(i), errors);
        if (spec.Behavior is not { } behavior) return;
        if (behavior.ScaleUp is { } up) Scaling(up, Spec.Child("behavior", "scaleUp"), errors);
        if (behavior.ScaleDown is { } down) Scaling(down, Spec.Child("behavior", "scaleDown"), errors);
    }

    protected internal override void ValidateStatusUpdate(HorizontalPodAutoscaler value, HorizontalPodAutoscaler old, ErrorList errors, RequestContext context)
    {
        Check.NonNegative(errors, FieldPath.Of("status"), "currentReplicas", value.Status.CurrentReplicas);
        Check.NonNegative(errors, FieldPath.Of("status"), "desiredReplicas", value.Status.DesiredReplicas);
    }

    protected internal override string[] ValidateName(string name, bool prefix) => Names.Dns1123Subdomain(NamePrefix.Complete(name, prefix));

    protected internal override void WriteRow(HorizontalPodAutoscaler value, TableRowBuilder row) => HorizontalPodAutoscalerPrinter.Write(value, row);

    private static HPAScalingRules Rules(HPAScalingRules? rules, bool up)
    {
        if (rules is { SelectPolicy: not null, Policies.Count: > 0 } && (!up || rules.StabilizationWindowSeconds is not null)) return rules;
        rules ??= HPAScalingRules.Empty;
        ValueList<HPAScalingPolicy> percent = [new HPAScalingPolicy { Type = HPAScalingPolicyType.Percent, Value = 100, PeriodSeconds = 15 }];
        ValueList<HPAScalingPolicy> both = [new HPAScalingPolicy { Type = HPAScalingPolicyType.Pods, Value = 4, PeriodSeconds = 15 }, percent[0]];
        return rules with
        {
            SelectPolicy = rules.SelectPolicy ?? ScalingPolicySelect.Max,
            Policies = rules.Policies.Count > 0 ? rules.Policies : up ? both : percent,
            StabilizationWindowSeconds = rules.StabilizationWindowSeconds ?? (up ? 0 : null),
        };
    }

    private static void Scaling(HPAScalingRules rules, FieldPath path, ErrorList errors)
    {
        Check.NonNegative(errors, path, "stabilizationWindowSeconds", rules.StabilizationWindowSeconds);
        if (rules.StabilizationWindowSeconds > MaxStabilizationSeconds) errors.Invalid(path.Child("stabilizationWindowSeconds"), rules.StabilizationWindowSeconds, $"must be less than or equal to {MaxStabilizationSeconds}");
        Check.OptionalOneOf(errors, path, "selectPolicy", rules.SelectPolicy, ScalingPolicySelect.Disabled, ScalingPolicySelect.Max, ScalingPolicySelect.Min);
        if (rules.Policies.Count == 0) errors.Required(path.Child("policies"), "must specify at least one Policy");
        for (var i = 0; i < rules.Policies.Count; i++)
        {
            var policy = rules.Policies[i];
            var place = path.Child("policies").Index(i);
            Check.OneOf(errors, place, "type", policy.Type, HPAScalingPolicyType.Percent, HPAScalingPolicyType.Pods);
            if (policy.Value <= 0) errors.Invalid(place.Child("value"), policy.Value, "must be greater than zero");
            if (policy.PeriodSeconds <= 0) errors.Invalid(place.Child("periodSeconds"), policy.PeriodSeconds, "must be greater than zero");
            if (policy.PeriodSeconds > MaxPeriodSeconds) errors.Invalid(place.Child("periodSeconds"), policy.PeriodSeconds, $"must be less than or equal to {MaxPeriodSeconds}");
        }
    }
}
