using Kubesharp.Api.Autoscaling.V1;
using Kubesharp.Server.Printers;

namespace Kubesharp.Server.Strategies.Autoscaling;

/// <summary>The older version of HorizontalPodAutoscaler; it is stored, defaulted and checked as the newer one.</summary>
internal sealed class HorizontalPodAutoscalerV1Strategy : ResourceStrategy<HorizontalPodAutoscaler>
{
    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> TableColumns => HorizontalPodAutoscalerPrinter.Columns;

    protected internal override HorizontalPodAutoscaler CopyStatus(HorizontalPodAutoscaler to, HorizontalPodAutoscaler from) => to with { Status = from.Status };

    protected internal override HorizontalPodAutoscaler Default(HorizontalPodAutoscaler value) =>
        value.Spec.MinReplicas is null ? value with { Spec = value.Spec with { MinReplicas = 1 } } : value;

    protected internal override void WriteRow(HorizontalPodAutoscaler value, TableRowBuilder row)
    {
        var current = value.Status.CurrentCPUUtilizationPercentage is { } used ? Cells.Number(used) + "%" : Cells.Unknown;
        var target = value.Spec.TargetCPUUtilizationPercentage is { } wanted ? Cells.Number(wanted) + "%" : "<auto>";
        row.Text(value.Metadata.Name);
        row.Text($"{value.Spec.ScaleTargetRef.Kind}/{value.Spec.ScaleTargetRef.Name}");
        row.Text($"cpu: {current}/{target}");
        row.Text(value.Spec.MinReplicas is { } min ? Cells.Number(min) : Cells.Unset);
        row.Number(value.Spec.MaxReplicas);
        row.Number(value.Status.CurrentReplicas);
        row.Age(value.Metadata.CreationTimestamp);
    }
}
