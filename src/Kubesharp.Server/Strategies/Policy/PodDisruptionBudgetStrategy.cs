using Kubesharp.Api;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Policy;

internal sealed class PodDisruptionBudgetStrategy : ResourceStrategy<PodDisruptionBudget>
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly FieldPath Status = FieldPath.Of("status");

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("Min Available", Description: "Pods that have to stay."), new("Max Unavailable", Description: "Pods that may be missing."), new("Allowed Disruptions", "integer", "Pods that may be evicted now."), Cells.Age,
    ];

    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override PodDisruptionBudget CopyStatus(PodDisruptionBudget to, PodDisruptionBudget from) => to with { Status = from.Status };

    protected internal override void Validate(PodDisruptionBudget value, ErrorList errors, RequestContext context)
    {
        var spec = value.Spec;
        if (spec is { MinAvailable: not null, MaxUnavailable: not null }) errors.Invalid(Spec, Check.Show(spec), "minAvailable and maxUnavailable cannot be both set");
        Amount(spec.MinAvailable, "minAvailable", errors);
        Amount(spec.MaxUnavailable, "maxUnavailable", errors);
        LabelSelectorValidator.Selector(spec.Selector, Spec.Child("selector"), errors);
        Check.OptionalOneOf(errors, Spec, "unhealthyPodEvictionPolicy", spec.UnhealthyPodEvictionPolicy, UnhealthyPodEvictionPolicyType.AlwaysAllow, UnhealthyPodEvictionPolicyType.IfHealthyBudget);
    }

    protected internal override void ValidateStatusUpdate(PodDisruptionBudget value, PodDisruptionBudget old, ErrorList errors, RequestContext context)
    {
        Check.NonNegative(errors, Status, "disruptionsAllowed", value.Status.DisruptionsAllowed);
        Check.NonNegative(errors, Status, "currentHealthy", value.Status.CurrentHealthy);
        Check.NonNegative(errors, Status, "desiredHealthy", value.Status.DesiredHealthy);
        Check.NonNegative(errors, Status, "expectedPods", value.Status.ExpectedPods);
    }

    protected internal override void WriteRow(PodDisruptionBudget value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.Spec.MinAvailable?.ToString() ?? "N/A");
        row.Text(value.Spec.MaxUnavailable?.ToString() ?? "N/A");
        row.Number(value.Status.DisruptionsAllowed);
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static void Amount(IntOrString? value, string field, ErrorList errors)
    {
        if (value is not { } amount) return;
        Check.PositiveIntOrPercent(errors, Spec, field, amount);
        Check.AtMost100Percent(errors, Spec, field, amount);
    }
}
