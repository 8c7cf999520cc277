using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Strategies.Storage;

internal sealed class CSINodeStrategy : ResourceStrategy<CSINode>
{
    private static readonly TableColumn[] Columns = [Cells.Name, new("Drivers", "integer", "Number of drivers on the node."), Cells.Age];

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override void Validate(CSINode value, ErrorList errors, RequestContext context)
    {
        var drivers = value.Spec.Drivers.AsSpan();
        for (var i = 0; i < drivers.Length; i++)
        {
            var place = FieldPath.Of("spec", "drivers").Index(i);
            VolumeSourceRules.CsiDriverName(drivers[i].Name, place.Child("name"), errors);
            if (drivers[i].NodeID.Length == 0) errors.Required(place.Child("nodeID"));
            if (Check.IsRepeated(drivers, i, static driver => driver.Name)) errors.Duplicate(place.Child("name"), drivers[i].Name);
        }
    }

    protected internal override void WriteRow(CSINode value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Number(value.Spec.Drivers.Count);
        row.Age(value.Metadata.CreationTimestamp);
    }
}
