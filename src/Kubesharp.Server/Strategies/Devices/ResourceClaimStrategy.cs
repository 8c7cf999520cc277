using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Devices;

internal sealed class ResourceClaimStrategy : ResourceStrategy<ResourceClaim>
{
    private static readonly TableColumn[] Columns = [Cells.Name, new("State", Description: "A summary of the current state (allocated, pending, reserved, etc.)."), Cells.Age];

    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override ResourceClaim CopyStatus(ResourceClaim to, ResourceClaim from) => to with { Status = from.Status };

    protected internal override ResourceClaim Default(ResourceClaim value)
    {
        var spec = DeviceRequestRules.Default(value.Spec);
        return ReferenceEquals(spec, value.Spec) ? value : value with { Spec = spec };
    }

    protected internal override ResourceClaim PrepareForCreate(ResourceClaim value, RequestContext context) => value with { Status = ResourceClaimStatus.Empty };

    protected internal override void Validate(ResourceClaim value, ErrorList errors, RequestContext context)
    {
        DeviceRequestRules.Validate(value.Spec, errors, FieldPath.Of("spec"));
        DeviceRequestRules.ValidateAdminAccess(value.Spec, value.Metadata.Namespace, errors, FieldPath.Of("spec"), context);
    }

    protected internal override void ValidateUpdate(ResourceClaim value, ResourceClaim old, ErrorList errors, RequestContext context)
    {
        if (value.Spec != old.Spec) errors.Invalid(FieldPath.Of("spec"), Check.Show(value.Spec), Check.Immutable);
    }

    protected internal override void WriteRow(ResourceClaim value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(StateOf(value));
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static string StateOf(ResourceClaim claim)
    {
        var states = new List<string>();
        if (claim.Metadata.DeletionTimestamp is not null) states.Add("deleted");
        if (claim.Status.Allocation is null)
        {
            if (states.Count == 0) states.Add("pending");
        }
        else
        {
            states.Add("allocated");
            if (claim.Status.ReservedFor.Count > 0) states.Add("reserved");
        }

        return string.Join(',', states);
    }
}
