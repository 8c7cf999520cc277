using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Strategies.Apps;

internal sealed class DeploymentStrategy : ResourceStrategy<Deployment>
{
    private const int DefaultProgressDeadlineSeconds = 600;
    private const int DefaultHistory = 10;
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly FieldPath Status = FieldPath.Of("status");
    private static readonly RollingUpdateDeployment Rolling = new() { MaxUnavailable = "25%", MaxSurge = "25%" };

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("Ready", Description: "Ready pods of those wanted."), new("Up-to-date", Description: "Pods with the latest template."),
        new("Available", Description: "Pods ready for long enough."), Cells.Age, Cells.Containers, Cells.Images, Cells.Selector,
    ];

    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override Deployment CopyStatus(Deployment to, Deployment from) => to with { Status = from.Status };

    protected internal override Deployment Default(Deployment value)
    {
        var spec = value.Spec;
        var template = PodDefaults.Apply(spec.Template);
        var strategy = Strategy(spec.Strategy);
        if (ReferenceEquals(template, spec.Template) && ReferenceEquals(strategy, spec.Strategy) && spec is { Replicas: not null, RevisionHistoryLimit: not null, ProgressDeadlineSeconds: not null }) return value;
        return value with
        {
            Spec = spec with
            {
                Template = template,
                Strategy = strategy,
                Replicas = spec.Replicas ?? 1,
                RevisionHistoryLimit = spec.RevisionHistoryLimit ?? DefaultHistory,
                ProgressDeadlineSeconds = spec.ProgressDeadlineSeconds ?? DefaultProgressDeadlineSeconds,
            },
        };
    }

    protected internal override void Validate(Deployment value, ErrorList errors, RequestContext context)
    {
        var spec = value.Spec;
        Check.NonNegative(errors, Spec, "replicas", spec.Replicas);
        PodTemplateRules.ForReplicas(spec.Selector, spec.Template, "deployment", "ReplicaSet", Spec, errors);
        ValidateStrategy(spec.Strategy, Spec.Child("strategy"), errors);
        Check.NonNegative(errors, Spec, "minReadySeconds", spec.MinReadySeconds);
        Check.NonNegative(errors, Spec, "revisionHistoryLimit", spec.RevisionHistoryLimit);
        if (spec.ProgressDeadlineSeconds is not { } deadline) return;
        Check.NonNegative(errors, Spec, "progressDeadlineSeconds", deadline);
        if (deadline <= spec.MinReadySeconds) errors.Invalid(Spec.Child("progressDeadlineSeconds"), deadline, "must be greater than minReadySeconds");
    }

    protected internal override void ValidateUpdate(Deployment value, Deployment old, ErrorList errors, RequestContext context)
    {
        Validate(value, errors, context);
        Check.Unchangeable(errors, Spec, "selector", value.Spec.Selector, old.Spec.Selector);
    }

    protected internal override void ValidateStatusUpdate(Deployment value, Deployment old, ErrorList errors, RequestContext context)
    {
        var status = value.Status;
        Check.NonNegative(errors, Status, "observedGeneration", status.ObservedGeneration);
        Check.NonNegative(errors, Status, "replicas", status.Replicas);
        PodTemplateRules.Counter(errors, Status, "updatedReplicas", status.UpdatedReplicas, status.Replicas, "status.replicas");
        PodTemplateRules.Counter(errors, Status, "readyReplicas", status.ReadyReplicas, status.Replicas, "status.replicas");
        PodTemplateRules.Counter(errors, Status, "availableReplicas", status.AvailableReplicas, status.Replicas, "status.replicas");
        Check.NonNegative(errors, Status, "unavailableReplicas", status.UnavailableReplicas);
        Check.NonNegative(errors, Status, "terminatingReplicas", status.TerminatingReplicas);
        if (status.AvailableReplicas > status.ReadyReplicas) errors.Invalid(Status.Child("availableReplicas"), status.AvailableReplicas, "cannot be greater than readyReplicas");
        Check.NonNegative(errors, Status, "collisionCount", status.CollisionCount);
        if (old.Status.CollisionCount is { } before && (status.CollisionCount is null || status.CollisionCount < before)) errors.Invalid(Status.Child("collisionCount"), status.CollisionCount ?? 0, "cannot be decremented");
    }

    protected internal override void Warn(Deployment value, Deployment? old, RequestContext context)
    {
        if (old is null) PodWarnings.AddForName(value.Metadata.Name, PodWarnings.PodNames, context);
        PodWarnings.AddForTemplate(value.Spec.Template, old?.Spec.Template, "spec.template", context);
    }

    protected internal override void WriteRow(Deployment value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text($"{value.Status.ReadyReplicas}/{value.Spec.Replicas ?? 0}");
        row.Number(value.Status.UpdatedReplicas);
        row.Number(value.Status.AvailableReplicas);
        row.Age(value.Metadata.CreationTimestamp);
        Cells.Template(row, value.Spec.Template.Spec, Cells.SelectorText(value.Spec.Selector));
    }

    private static Api.Apps.V1.DeploymentStrategy Strategy(Api.Apps.V1.DeploymentStrategy strategy)
    {
        var type = strategy.Type.Length > 0 ? strategy.Type : DeploymentStrategyType.RollingUpdate;
        var rolling = strategy.RollingUpdate;
        if (type == DeploymentStrategyType.RollingUpdate && rolling is not { MaxUnavailable: not null, MaxSurge: not null })
        {
            rolling = new() { MaxUnavailable = rolling?.MaxUnavailable ?? Rolling.MaxUnavailable, MaxSurge = rolling?.MaxSurge ?? Rolling.MaxSurge };
        }

        return ReferenceEquals(type, strategy.Type) && ReferenceEquals(rolling, strategy.RollingUpdate) ? strategy : strategy with { Type = type, RollingUpdate = rolling };
    }

    private static void ValidateStrategy(Api.Apps.V1.DeploymentStrategy strategy, FieldPath path, ErrorList errors)
    {
        switch (strategy.Type)
        {
            case DeploymentStrategyType.Recreate:
                if (strategy.RollingUpdate is not null) errors.Forbidden(path.Child("rollingUpdate"), $"may not be specified when strategy `type` is '{DeploymentStrategyType.Recreate}'");
                break;
            case DeploymentStrategyType.RollingUpdate:
                if (strategy.RollingUpdate is null) errors.Required(path.Child("rollingUpdate"), "this should be defaulted and never be nil");
                else ValidateRolling(strategy.RollingUpdate, path.Child("rollingUpdate"), errors);
                break;
            default:
                errors.NotSupported(path, Check.Show(strategy), DeploymentStrategyType.Recreate, DeploymentStrategyType.RollingUpdate);
                break;
        }
    }

    private static void ValidateRolling(RollingUpdateDeployment rolling, FieldPath path, ErrorList errors)
    {
        var unavailable = rolling.MaxUnavailable ?? 0;
        var surge = rolling.MaxSurge ?? 0;
        Check.PositiveIntOrPercent(errors, path, "maxUnavailable", unavailable);
        Check.PositiveIntOrPercent(errors, path, "maxSurge", surge);
        if (Check.IntOrPercent(unavailable) == 0 && Check.IntOrPercent(surge) == 0) errors.Invalid(path.Child("maxUnavailable"), unavailable, "may not be 0 when `maxSurge` is 0");
        Check.AtMost100Percent(errors, path, "maxUnavailable", unavailable);
    }
}
