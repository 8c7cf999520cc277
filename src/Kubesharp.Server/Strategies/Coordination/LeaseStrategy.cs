using Kubesharp.Api.Coordination.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Coordination;

internal sealed class LeaseStrategy : ResourceStrategy<Lease>
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly TableColumn[] Columns = [Cells.Name, new("Holder", Description: "Who holds the lease."), Cells.Age];

    public override bool AllowCreateOnUpdate => true;

    public override bool AllowUnconditionalUpdate => false;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override void Validate(Lease value, ErrorList errors, RequestContext context)
    {
        var spec = value.Spec;
        if (spec.LeaseDurationSeconds <= 0) errors.Invalid(Spec.Child("leaseDurationSeconds"), spec.LeaseDurationSeconds, "must be greater than 0");
        Check.NonNegative(errors, Spec, "leaseTransitions", spec.LeaseTransitions);
        if (spec.PreferredHolder is { Length: > 0 } && string.IsNullOrEmpty(spec.Strategy)) errors.Forbidden(Spec.Child("preferredHolder"), "may only be specified when `strategy` is defined");
    }

    protected internal override void WriteRow(Lease value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.Spec.HolderIdentity ?? "");
        row.Age(value.Metadata.CreationTimestamp);
    }
}
