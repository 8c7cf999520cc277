using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Strategies.Apps;

internal sealed class ReplicaSetStrategy : ResourceStrategy<ReplicaSet>
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly FieldPath Status = FieldPath.Of("status");

    internal static readonly TableColumn[] Columns =
    [
        Cells.Name, new("Desired", "integer", "Pods wanted."), new("Current", "integer", "Pods there are."), new("Ready", "integer", "Pods that are ready."), Cells.Age, Cells.Containers, Cells.Images, Cells.Selector,
    ];

    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override ReplicaSet CopyStatus(ReplicaSet to, ReplicaSet from) => to with { Status = from.Status };

    protected internal override ReplicaSet Default(ReplicaSet value)
    {
        var template = PodDefaults.Apply(value.Spec.Template);
        return ReferenceEquals(template, value.Spec.Template) && value.Spec.Replicas is not null
            ? value
            : value with { Spec = value.Spec with { Template = template, Replicas = value.Spec.Replicas ?? 1 } };
    }

    protected internal override void Validate(ReplicaSet value, ErrorList errors, RequestContext context)
    {
        Check.NonNegative(errors, Spec, "replicas", value.Spec.Replicas);
        Check.NonNegative(errors, Spec, "minReadySeconds", value.Spec.MinReadySeconds);
        PodTemplateRules.ForReplicas(value.Spec.Selector, value.Spec.Template, "deployment", "ReplicaSet", Spec, errors);
    }

    protected internal override void ValidateUpdate(ReplicaSet value, ReplicaSet old, ErrorList errors, RequestContext context)
    {
        Validate(value, errors, context);
        Check.Unchangeable(errors, Spec, "selector", value.Spec.Selector, old.Spec.Selector);
    }

    protected internal override void ValidateStatusUpdate(ReplicaSet value, ReplicaSet old, ErrorList errors, RequestContext context)
    {
        var status = value.Status;
        Check.NonNegative(errors, Status, "replicas", status.Replicas);
        PodTemplateRules.Counter(errors, Status, "fullyLabeledReplicas", status.FullyLabeledReplicas, status.Replicas, "status.replicas");
        PodTemplateRules.Counter(errors, Status, "readyReplicas", status.ReadyReplicas, status.Replicas, "status.replicas");
        PodTemplateRules.Counter(errors, Status, "availableReplicas", status.AvailableReplicas, status.Replicas, "status.replicas");
        if (status.AvailableReplicas > status.ReadyReplicas) errors.Invalid(Status.Child("availableReplicas"), status.AvailableReplicas, "cannot be greater than readyReplicas");
        Check.NonNegative(errors, Status, "terminatingReplicas", status.TerminatingReplicas);
        Check.NonNegative(errors, Status, "observedGeneration", status.ObservedGeneration);
    }

    protected internal override void Warn(ReplicaSet value, ReplicaSet? old, RequestContext context)
    {
        if (old is null) PodWarnings.AddForName(value.Metadata.Name, PodWarnings.PodNames, context);
        PodWarnings.AddForTemplate(value.Spec.Template, old?.Spec.Template, "spec.template", context);
    }

    protected internal override void WriteRow(ReplicaSet value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Number(value.Spec.Replicas ?? 0);
        row.Number(value.Status.Replicas);
        row.Number(value.Status.ReadyReplicas);
        row.Age(value.Metadata.CreationTimestamp);
        Cells.Template(row, value.Spec.Template.Spec, Cells.SelectorText(value.Spec.Selector));
    }
}
