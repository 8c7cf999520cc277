using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Storage;

internal sealed class VolumeAttributesClassStrategy : ResourceStrategy<VolumeAttributesClass>
{
    private static readonly TableColumn[] Columns = [Cells.Name, new("DriverName", Description: "Driver that knows the attributes."), Cells.Age];

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override void Validate(VolumeAttributesClass value, ErrorList errors, RequestContext context)
    {
        StorageParameters.Driver(value.DriverName, "driverName", errors);
        StorageParameters.Validate(value.Parameters, errors);
        if (value.Parameters.Count == 0) errors.Required(FieldPath.Of("parameters"), "must contain at least one key/value pair");
    }

    protected internal override void ValidateUpdate(VolumeAttributesClass value, VolumeAttributesClass old, ErrorList errors, RequestContext context)
    {
        if (value.DriverName != old.DriverName) errors.Forbidden(FieldPath.Of("driverName"), "updates to driverName are forbidden.");
        if (value.Parameters != old.Parameters) errors.Forbidden(FieldPath.Of("parameters"), "updates to parameters are forbidden.");
    }

    protected internal override void WriteRow(VolumeAttributesClass value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.DriverName);
        row.Age(value.Metadata.CreationTimestamp);
    }
}
