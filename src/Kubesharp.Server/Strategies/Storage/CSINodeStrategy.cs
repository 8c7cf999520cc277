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
            if (drivers[i].Allocatable?.Count < 0) errors.Invalid(place.Child("allocatable", "count"), drivers[i].Allocatable!.Count, Check.NotNegative);
            if (Check.IsRepeated(drivers, i, static driver => driver.Name)) errors.Duplicate(place.Child("name"), drivers[i].Name);
            TopologyKeys(drivers[i].TopologyKeys, place, errors);
        }
    }

    /// <summary>A driver that is there may change its capacity, and nothing else.</summary>
    protected internal override void ValidateUpdate(CSINode value, CSINode old, ErrorList errors, RequestContext context)
    {
        Validate(value, errors, context);
        foreach (var before in old.Spec.Drivers)
        {
            foreach (var driver in value.Spec.Drivers)
            {
                if (driver.Name == before.Name && driver with { Allocatable = before.Allocatable } != before) errors.Invalid(FieldPath.Of("CSINodeDriver"), Check.Show(driver), Check.Immutable);
            }
        }
    }

    protected internal override void WriteRow(CSINode value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Number(value.Spec.Drivers.Count);
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static void TopologyKeys(ValueList<string> keys, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Length == 0) errors.Required(path, keys[i]);
            if (Check.IsRepeated(keys.AsSpan(), i, static key => key)) errors.Duplicate(path, keys[i]);
            if (Names.QualifiedName(keys[i]) is { Length: > 0 } bad) errors.Invalid(path, keys, bad);
        }
    }
}
