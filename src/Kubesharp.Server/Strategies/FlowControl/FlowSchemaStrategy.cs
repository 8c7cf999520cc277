using Kubesharp.Api.FlowControl.V1;
using Kubesharp.Server.Printers;

namespace Kubesharp.Server.Strategies.FlowControl;

internal sealed class FlowSchemaStrategy : ResourceStrategy<FlowSchema>
{
    private const int DefaultPrecedence = 1000;

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("PriorityLevel", Description: "Level the requests get."), new("MatchingPrecedence", Description: "Order among the schemas."), new("DistinguisherMethod", Description: "How flows are told apart."), Cells.Age,
        new("MissingPL", Description: "Whether the level does not exist."),
    ];

    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override FlowSchema CopyStatus(FlowSchema to, FlowSchema from) => to with { Status = from.Status };

    protected internal override FlowSchema Default(FlowSchema value) => value.Spec.MatchingPrecedence == 0 ? value with { Spec = value.Spec with { MatchingPrecedence = DefaultPrecedence } } : value;

    protected internal override void WriteRow(FlowSchema value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.Spec.PriorityLevelConfiguration.Name);
        row.Number(value.Spec.MatchingPrecedence);
        row.Text(Cells.OrNone(value.Spec.DistinguisherMethod?.Type));
        row.Age(value.Metadata.CreationTimestamp);
        row.Text(value.Status.Conditions.FirstOrDefault(condition => condition.Type == "Dangling")?.Status ?? "?");
    }
}
