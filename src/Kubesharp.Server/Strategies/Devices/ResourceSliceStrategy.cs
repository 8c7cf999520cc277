using Kubesharp.Api.Resource.V1;
using Kubesharp.Server.Printers;

namespace Kubesharp.Server.Strategies.Devices;

internal sealed class ResourceSliceStrategy : ResourceStrategy<ResourceSlice>
{
    private static readonly string[] Fields = ["spec.nodeName", "spec.driver"];
    private static readonly TableColumn[] Columns = [Cells.Name, new("Node", Description: "Node that has the devices."), new("Driver", Description: "Driver of the devices."), new("Pool", Description: "Pool they belong to."), Cells.Age];

    public override bool TracksGeneration => true;

    public override IReadOnlyList<string> FieldNames => Fields;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override string Field(ResourceSlice value, string name) => name switch
    {
        "spec.nodeName" => value.Spec.NodeName ?? "",
        "spec.driver" => value.Spec.Driver,
        _ => "",
    };

    protected internal override void WriteRow(ResourceSlice value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.Spec.NodeName ?? "");
        row.Text(value.Spec.Driver);
        row.Text(value.Spec.Pool.Name);
        row.Age(value.Metadata.CreationTimestamp);
    }
}
