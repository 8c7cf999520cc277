using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Strategies.Apps;

internal sealed class StatefulSetStrategy : ResourceStrategy<StatefulSet>
{
    private const int DefaultHistory = 10;
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly FieldPath Status = FieldPath.Of("status");
    private static readonly TableColumn[] Columns = [Cells.Name, new("Ready", Description: "Ready pods of those wanted."), Cells.Age, Cells.Containers, Cells.Images];

    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override StatefulSet CopyStatus(StatefulSet to, StatefulSet from) => to with { Status = from.Status };

    protected internal override StatefulSet Default(StatefulSet value)
    {
        var spec = value.Spec;
        var template = PodDefaults.Apply(spec.Template);
        var claims = spec.VolumeClaimTemplates.Map(PersistentVolumeClaimDefaults.Apply);
        var strategy = Strategy(spec.UpdateStrategy);
        var retention = Retention(spec.PersistentVolumeClaimRetentionPolicy);
        if (ReferenceEquals(template, spec.Template) && claims.IsSame(spec.VolumeClaimTemplates) && ReferenceEquals(strategy, spec.UpdateStrategy)
            && ReferenceEquals(retention, spec.PersistentVolumeClaimRetentionPolicy) && spec is { PodManagementPolicy: not "", Replicas: not null, RevisionHistoryLimit: not null })
        {
            return value;
        }

        return value with
        {
            Spec = spec with
            {
                Template = template,
                VolumeClaimTemplates = claims,
                UpdateStrategy = strategy,
                PersistentVolumeClaimRetentionPolicy = retention,
                PodManagementPolicy = spec.PodManagementPolicy.Length > 0 ? spec.PodManagementPolicy : PodManagementPolicyType.OrderedReady,
                Replicas = spec.Replicas ?? 1,
                RevisionHistoryLimit = spec.RevisionHistoryLimit ?? DefaultHistory,
            },
        };
    }

    protected internal override void Validate(StatefulSet value, ErrorList errors, RequestContext context)
    {
        var spec = value.Spec;
        if (spec.PodManagementPolicy.Length == 0) errors.Required(Spec.Child("podManagementPolicy"));
        else if (spec.PodManagementPolicy is not (PodManagementPolicyType.OrderedReady or PodManagementPolicyType.Parallel)) errors.Invalid(Spec.Child("podManagementPolicy"), spec.PodManagementPolicy, $"must be '{PodManagementPolicyType.OrderedReady}' or '{PodManagementPolicyType.Parallel}'");
        ValidateStrategy(spec.UpdateStrategy, Spec.Child("updateStrategy"), errors);
        if (spec.PersistentVolumeClaimRetentionPolicy is { } retention)
        {
            var place = Spec.Child("persistentVolumeClaimRetentionPolicy");
            Check.OptionalOneOf(errors, place, "whenDeleted", retention.WhenDeleted, PersistentVolumeClaimRetentionPolicyType.Delete, PersistentVolumeClaimRetentionPolicyType.Retain);
            Check.OptionalOneOf(errors, place, "whenScaled", retention.WhenScaled, PersistentVolumeClaimRetentionPolicyType.Delete, PersistentVolumeClaimRetentionPolicyType.Retain);
        }

        Check.NonNegative(errors, Spec, "replicas", spec.Replicas);
        Check.NonNegative(errors, Spec, "minReadySeconds", spec.MinReadySeconds);
        Check.NonNegative(errors, Spec, "revisionHistoryLimit", spec.RevisionHistoryLimit);
        if (spec.Ordinals is { } ordinals) Check.NonNegative(errors, Spec.Child("ordinals"), "start", ordinals.Start);
        PodTemplateRules.ForReplicas(spec.Selector, spec.Template, "statefulset", "StatefulSet", Spec, errors);
    }

    protected internal override void ValidateUpdate(StatefulSet value, StatefulSet old, ErrorList errors, RequestContext context)
    {
        Validate(value, errors, context);
        var munged = value.Spec with
        {
            Replicas = old.Spec.Replicas,
            Template = old.Spec.Template,
            UpdateStrategy = old.Spec.UpdateStrategy,
            MinReadySeconds = old.Spec.MinReadySeconds,
            Ordinals = old.Spec.Ordinals,
            RevisionHistoryLimit = old.Spec.RevisionHistoryLimit,
            PersistentVolumeClaimRetentionPolicy = old.Spec.PersistentVolumeClaimRetentionPolicy,
        };
        if (munged != old.Spec)
        {
            errors.Forbidden(Spec, "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
        }
    }

    protected internal override void ValidateStatusUpdate(StatefulSet value, StatefulSet old, ErrorList errors, RequestContext context)
    {
        var status = value.Status;
        Check.NonNegative(errors, Status, "replicas", status.Replicas);
        PodTemplateRules.Counter(errors, Status, "readyReplicas", status.ReadyReplicas, status.Replicas, "status.replicas");
        PodTemplateRules.Counter(errors, Status, "currentReplicas", status.CurrentReplicas, status.Replicas, "status.replicas");
        PodTemplateRules.Counter(errors, Status, "updatedReplicas", status.UpdatedReplicas, status.Replicas, "status.replicas");
        PodTemplateRules.Counter(errors, Status, "availableReplicas", status.AvailableReplicas, status.Replicas, "status.replicas");
        if (status.AvailableReplicas > status.ReadyReplicas) errors.Invalid(Status.Child("availableReplicas"), status.AvailableReplicas, "cannot be greater than status.readyReplicas");
        Check.NonNegative(errors, Status, "observedGeneration", status.ObservedGeneration);
        Check.NonNegative(errors, Status, "collisionCount", status.CollisionCount);
    }

    protected internal override string[] ValidateName(string name, bool prefix) => Names.Dns1123Subdomain(NamePrefix.Complete(name, prefix));

    protected internal override void Warn(StatefulSet value, StatefulSet? old, RequestContext context) =>
        PodWarnings.AddForTemplate(value.Spec.Template, old?.Spec.Template, "spec.template", context);

    protected internal override void WriteRow(StatefulSet value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text($"{value.Status.ReadyReplicas}/{value.Spec.Replicas ?? 0}");
        row.Age(value.Metadata.CreationTimestamp);
        row.Text(Cells.ContainerNames(value.Spec.Template.Spec));
        row.Text(Cells.ContainerImages(value.Spec.Template.Spec));
    }

    private static StatefulSetUpdateStrategy Strategy(StatefulSetUpdateStrategy strategy)
    {
        if (strategy.Type.Length == 0)
        {
            return new() { Type = StatefulSetUpdateStrategyType.RollingUpdate, RollingUpdate = (strategy.RollingUpdate ?? RollingUpdateStatefulSetStrategy.Empty) with { Partition = strategy.RollingUpdate?.Partition ?? 0 } };
        }

        return strategy is { Type: StatefulSetUpdateStrategyType.RollingUpdate, RollingUpdate: { Partition: null } rolling } ? strategy with { RollingUpdate = rolling with { Partition = 0 } } : strategy;
    }

    private static StatefulSetPersistentVolumeClaimRetentionPolicy Retention(StatefulSetPersistentVolumeClaimRetentionPolicy? policy) => policy is { WhenDeleted: not "", WhenScaled: not "" } ? policy : new()
    {
        WhenDeleted = policy is { WhenDeleted: not "" } ? policy.WhenDeleted : PersistentVolumeClaimRetentionPolicyType.Retain,
        WhenScaled = policy is { WhenScaled: not "" } ? policy.WhenScaled : PersistentVolumeClaimRetentionPolicyType.Retain,
    };

    private static void ValidateStrategy(StatefulSetUpdateStrategy strategy, FieldPath path, ErrorList errors)
    {
        switch (strategy.Type)
        {
            case "":
                errors.Required(path);
                break;
            case StatefulSetUpdateStrategyType.OnDelete:
                if (strategy.RollingUpdate is not null) errors.Invalid(path.Child("rollingUpdate"), Check.Show(strategy.RollingUpdate), $"only allowed for updateStrategy '{StatefulSetUpdateStrategyType.RollingUpdate}'");
                break;
            case StatefulSetUpdateStrategyType.RollingUpdate:
                if (strategy.RollingUpdate is not { } rolling) break;
                Check.NonNegative(errors, path.Child("rollingUpdate"), "partition", rolling.Partition);
                if (rolling.MaxUnavailable is not { } unavailable) break;
                Check.PositiveIntOrPercent(errors, path.Child("rollingUpdate"), "maxUnavailable", unavailable);
                if (Check.IntOrPercent(unavailable) == 0) errors.Invalid(path.Child("rollingUpdate", "maxUnavailable"), unavailable, "cannot be 0");
                Check.AtMost100Percent(errors, path.Child("rollingUpdate"), "maxUnavailable", unavailable);
                break;
            default:
                errors.Invalid(path, Check.Show(strategy), $"must be '{StatefulSetUpdateStrategyType.RollingUpdate}' or '{StatefulSetUpdateStrategyType.OnDelete}'");
                break;
        }
    }
}
