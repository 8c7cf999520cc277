using Kubesharp.Api;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using CoreEvent = Kubesharp.Api.Core.V1.Event;

namespace Kubesharp.Server.Strategies.Events;

/// <summary>Events of the core group, which is also how events are stored.</summary>
internal sealed class CoreEventStrategy : ResourceStrategy<CoreEvent>
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private static readonly string[] Fields =
    [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath",
        "reason", "reportingComponent", "source", "type",
    ];

    public override bool AllowCreateOnUpdate => true;

    public override IReadOnlyList<string> FieldNames => Fields;

    public override IReadOnlyList<TableColumn> TableColumns => EventPrinter.Columns;

    public override TimeSpan? TimeToLive(RequestContext context) => Lifetime;

    protected internal override void Validate(CoreEvent value, ErrorList errors, RequestContext context)
    {
        // Events of cluster-scoped objects live in the default namespace.
        var involved = value.InvolvedObject.Namespace;
        var own = value.Metadata.Namespace;
        if (involved.Length == 0 ? own is not ("" or "default" or "kube-system") : involved != own) errors.Invalid(FieldPath.Of("involvedObject", "namespace"), involved, "does not match event.namespace");
        if (own.Length > 0 && Names.Dns1123Label(own) is { Length: > 0 } bad) errors.Invalid(FieldPath.Of("namespace"), own, bad);
    }

    protected internal override string Field(CoreEvent value, string name) => name switch
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

    protected internal override void WriteRow(CoreEvent value, TableRowBuilder row) => EventPrinter.Write(value, row);
}
