using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Printers;

namespace Kubesharp.Server.Strategies.Core;

internal sealed class EventStrategy : ResourceStrategy<Event>
{
    private static readonly string[] Fields =
    [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
        "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
    ];

    public override IReadOnlyList<TableColumn> TableColumns => EventPrinter.Columns;

    public override IReadOnlyList<string> FieldNames => Fields;

    protected internal override string Field(Event value, string name) => name switch
    {
        "involvedObject.kind" => value.InvolvedObject.Kind,
        "involvedObject.namespace" => value.InvolvedObject.Namespace,
        "involvedObject.name" => value.InvolvedObject.Name,
        "involvedObject.uid" => value.InvolvedObject.Uid,
        "involvedObject.apiVersion" => value.InvolvedObject.ApiVersion,
        "involvedObject.resourceVersion" => value.InvolvedObject.ResourceVersion,
        "involvedObject.fieldPath" => value.InvolvedObject.FieldPath,
        "reason" => value.Reason,
        "reportingComponent" => value.ReportingComponent,
        "source" => value.Source.Component.Length > 0 ? value.Source.Component : value.ReportingComponent,
        "type" => value.Type,
        _ => "",
    };

    protected internal override void WriteRow(Event value, TableRowBuilder row) => EventPrinter.Write(value, row);
}
