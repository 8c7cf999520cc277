using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Strategies.Apps;

internal sealed class DaemonSetStrategy : ResourceStrategy<DaemonSet>
{
    private const int DefaultHistory = 10;
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly FieldPath Status = FieldPath.Of("status");

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("Desired", "integer", "Nodes that should run the pod."), new("Current", "integer", "Nodes that run it."), new("Ready", "integer", "Nodes where it is ready."),
        new("Up-to-date", "integer", "Nodes that run the latest template."), new("Available", "integer", "Nodes where it has been ready for long enough."),
        new("Node Selector", Description: "Labels of the nodes."), Cells.Age, Cells.Containers, Cells.Images, Cells.Selector,
    ];

    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override DaemonSet CopyStatus(DaemonSet to, DaemonSet from) => to with { Status = from.Status };

    protected internal override DaemonSet Default(DaemonSet value)
    {
        var spec = value.Spec;
        var template = PodDefaults.Apply(spec.Template);
        var strategy = Strategy(spec.UpdateStrategy);
        if (ReferenceEquals(template, spec.Template) && ReferenceEquals(strategy, spec.UpdateStrategy) && spec.RevisionHistoryLimit is not null) return value;
        return value with { Spec = spec with { Template = template, UpdateStrategy = strategy, RevisionHistoryLimit = spec.RevisionHistoryLimit ?? DefaultHistory } };
    }

    protected internal override void Validate(DaemonSet value, ErrorList errors, RequestContext context)
    {
        var spec = value.Spec;
        PodTemplateRules.ForReplicas(spec.Selector, spec.Template, "daemonset", "DaemonSet", Spec, errors);
        Check.NonNegative(errors, Spec, "minReadySeconds", spec.MinReadySeconds);
        ValidateStrategy(spec.UpdateStrategy, Spec.Child("updateStrategy"), errors);
        Check.NonNegative(errors, Spec, "revisionHistoryLimit", spec.RevisionHistoryLimit);
    }

    protected internal override void ValidateUpdate(DaemonSet value, DaemonSet old, ErrorList errors, RequestContext context)
    {
        Validate(value, errors, context);
        Check.Unchangeable(errors, Spec, "selector", value.Spec.Selector, old.Spec.Selector);
    }

    protected internal override void ValidateStatusUpdate(DaemonSet value, DaemonSet old, ErrorList errors, RequestContext context)
    {
        var status = value.Status;
        Check.NonNegative(errors, Status, "currentNumberScheduled", status.CurrentNumberScheduled);
        Check.NonNegative(errors, Status, "numberMisscheduled", status.NumberMisscheduled);
        Check.NonNegative(errors, Status, "desiredNumberScheduled", status.DesiredNumberScheduled);
        Check.NonNegative(errors, Status, "numberReady", status.NumberReady);
        Check.NonNegative(errors, Status, "observedGeneration", status.ObservedGeneration);
        Check.NonNegative(errors, Status, "updatedNumberScheduled", status.UpdatedNumberScheduled);
        Check.NonNegative(errors, Status, "numberAvailable", status.NumberAvailable);
        Check.NonNegative(errors, Status, "numberUnavailable", status.NumberUnavailable);
        if (old.Status.CollisionCount is { } before && (status.CollisionCount ?? 0) < before) errors.Invalid(Status.Child("collisionCount"), status.CollisionCount ?? 0, "cannot be decremented");
    }

    protected internal override void Warn(DaemonSet value, DaemonSet? old, RequestContext context) =>
        PodWarnings.AddForTemplate(value.Spec.Template, old?.Spec.Template, "spec.template", context);

    protected internal override void WriteRow(DaemonSet value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Number(value.Status.DesiredNumberScheduled);
        row.Number(value.Status.CurrentNumberScheduled);
        row.Number(value.Status.NumberReady);
        row.Number(value.Status.UpdatedNumberScheduled);
        row.Number(value.Status.NumberAvailable);
        row.Text(Cells.Labels(value.Spec.Template.Spec.NodeSelector));
        row.Age(value.Metadata.CreationTimestamp);
        Cells.Template(row, value.Spec.Template.Spec, Cells.SelectorText(value.Spec.Selector));
    }

    private static DaemonSetUpdateStrategy Strategy(DaemonSetUpdateStrategy strategy)
    {
        var type = strategy.Type.Length > 0 ? strategy.Type : DaemonSetUpdateStrategyType.RollingUpdate;
        var rolling = strategy.RollingUpdate;
        if (type == DaemonSetUpdateStrategyType.RollingUpdate && rolling is not { MaxUnavailable: not null, MaxSurge: not null })
        {
            rolling = new() { MaxUnavailable = rolling?.MaxUnavailable ?? 1, MaxSurge = rolling?.MaxSurge ?? 0 };
        }

        return ReferenceEquals(type, strategy.Type) && ReferenceEquals(rolling, strategy.RollingUpdate) ? strategy : strategy with { Type = type, RollingUpdate = rolling };
    }

    private static void ValidateStrategy(DaemonSetUpdateStrategy strategy, FieldPath path, ErrorList errors)
    {
        switch (strategy.Type)
        {
            case DaemonSetUpdateStrategyType.OnDelete:
                return;
            case DaemonSetUpdateStrategyType.RollingUpdate when strategy.RollingUpdate is null:
                errors.Required(path.Child("rollingUpdate"));
                return;
            case DaemonSetUpdateStrategyType.RollingUpdate:
                break;
            default:
                errors.NotSupported(path, Check.Show(strategy), DaemonSetUpdateStrategyType.RollingUpdate, DaemonSetUpdateStrategyType.OnDelete);
                return;
        }

        var place = path.Child("rollingUpdate");
        var unavailable = strategy.RollingUpdate.MaxUnavailable ?? 0;
        var surge = strategy.RollingUpdate.MaxSurge ?? 0;
        Check.PositiveIntOrPercent(errors, place, "maxUnavailable", unavailable);
        Check.AtMost100Percent(errors, place, "maxUnavailable", unavailable);
        Check.PositiveIntOrPercent(errors, place, "maxSurge", surge);
        Check.AtMost100Percent(errors, place, "maxSurge", surge);
        var hasUnavailable = Check.IntOrPercent(unavailable) != 0;
        var hasSurge = Check.IntOrPercent(surge) != 0;
        if (hasUnavailable && hasSurge) errors.Invalid(place.Child("maxSurge"), surge, "may not be set when maxUnavailable is non-zero");
        else if (!hasUnavailable && !hasSurge) errors.Required(place.Child("maxUnavailable"), "cannot be 0 when maxSurge is 0");
    }
}
