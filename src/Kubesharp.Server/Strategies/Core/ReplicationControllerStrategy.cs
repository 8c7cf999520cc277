using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies.Apps;

namespace Kubesharp.Server.Strategies.Core;

internal sealed class ReplicationControllerStrategy : ResourceStrategy<ReplicationController>
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly FieldPath Status = FieldPath.Of("status");
    private static readonly string[] Fields = ["status.replicas"];

    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    public override string StoragePrefix => "controllers";

    public override IReadOnlyList<string> FieldNames => Fields;

    public override IReadOnlyList<TableColumn> TableColumns => ReplicaSetStrategy.Columns;

    /// <summary>Old clients expect the pods of a deleted controller to stay.</summary>
    public override string DefaultPropagation => DeletionPropagation.Orphan;

    protected internal override ReplicationController CopyStatus(ReplicationController to, ReplicationController from) => to with { Status = from.Status };

    protected internal override ReplicationController Default(ReplicationController value)
    {
        var spec = value.Spec;
        var template = spec.Template is null ? null : PodDefaults.Apply(spec.Template);
        var labels = template?.Metadata.Labels ?? default;
        var selector = spec.Selector.Count == 0 && labels.Count > 0 ? labels : spec.Selector;
        if (!ReferenceEquals(template, spec.Template) || !selector.IsSame(spec.Selector) || spec.Replicas is null)
        {
            value = value with { Spec = spec with { Template = template, Selector = selector, Replicas = spec.Replicas ?? 1 } };
        }

        return value.Metadata.Labels.Count == 0 && labels.Count > 0 ? value with { Metadata = value.Metadata with { Labels = labels } } : value;
    }

    protected internal override void Validate(ReplicationController value, ErrorList errors, RequestContext context)
    {
        Check.NonNegative(errors, Spec, "minReadySeconds", value.Spec.MinReadySeconds);
        if (value.Spec.Selector.Count == 0) errors.Required(Spec.Child("selector"));
        if (value.Spec.Replicas is null) errors.Required(Spec.Child("replicas"));
        Check.NonNegative(errors, Spec, "replicas", value.Spec.Replicas);
        if (value.Spec.Template is not { } template)
        {
            errors.Required(Spec.Child("template"));
            return;
        }

        if (value.Spec.Selector.Count > 0 && !LabelSelectorValidator.Matches(new LabelSelector { MatchLabels = value.Spec.Selector }, template.Metadata.Labels)) PodTemplateRules.DoesNotMatch(template, Spec.Child("template"), errors);
        PodTemplateRules.Validate(template, Spec.Child("template"), errors);
        PodTemplateRules.RunsForever(template, "ReplicationController", Spec.Child("template"), errors);
    }

    protected internal override void ValidateStatusUpdate(ReplicationController value, ReplicationController old, ErrorList errors, RequestContext context)
    {
        var status = value.Status;
        Check.NonNegative(errors, Status, "replicas", status.Replicas);
        PodTemplateRules.Counter(errors, Status, "fullyLabeledReplicas", status.FullyLabeledReplicas, status.Replicas, "status.replicas");
        PodTemplateRules.Counter(errors, Status, "readyReplicas", status.ReadyReplicas, status.Replicas, "status.replicas");
        PodTemplateRules.Counter(errors, Status, "availableReplicas", status.AvailableReplicas, status.Replicas, "status.replicas");
    }

    protected internal override string Field(ReplicationController value, string name) => name == "status.replicas" ? Cells.Number(value.Status.Replicas) : "";

    protected internal override void WriteRow(ReplicationController value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Number(value.Spec.Replicas ?? 0);
        row.Number(value.Status.Replicas);
        row.Number(value.Status.ReadyReplicas);
        row.Age(value.Metadata.CreationTimestamp);
        Cells.Template(row, value.Spec.Template?.Spec ?? PodSpec.Empty, Cells.Labels(value.Spec.Selector));
    }
}
