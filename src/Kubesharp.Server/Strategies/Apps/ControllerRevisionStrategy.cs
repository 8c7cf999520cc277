using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Apps;

internal sealed class ControllerRevisionStrategy : ResourceStrategy<ControllerRevision>
{
    private static readonly TableColumn[] Columns = [Cells.Name, new("Controller", Description: "Object the revision belongs to."), new("Revision", Description: "Number of the revision."), Cells.Age];

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override void Validate(ControllerRevision value, ErrorList errors, RequestContext context)
    {
        if (value.Data.IsNull) errors.Required(FieldPath.Of("data"), "data is mandatory");
        Check.NonNegative(errors, FieldPath.Of("revision"), value.Revision);
    }

    protected internal override void ValidateUpdate(ControllerRevision value, ControllerRevision old, ErrorList errors, RequestContext context)
    {
        Validate(value, errors, context);
        if (value.Data != old.Data) errors.Invalid(FieldPath.Of("data"), value.Data, Check.Immutable);
    }

    protected internal override void WriteRow(ControllerRevision value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        var owner = value.Metadata.OwnerReferences.FirstOrDefault(reference => reference.Controller == true);
        if (owner is null)
        {
            row.Text(Cells.None);
        }
        else
        {
            var slash = owner.ApiVersion.IndexOf('/');
            var kind = owner.Kind.ToLowerInvariant();
            row.Text(slash < 0 ? $"{kind}/{owner.Name}" : $"{kind}.{owner.ApiVersion[..slash]}/{owner.Name}");
        }

        row.Text(Cells.Number(value.Revision));
        row.Age(value.Metadata.CreationTimestamp);
    }
}
