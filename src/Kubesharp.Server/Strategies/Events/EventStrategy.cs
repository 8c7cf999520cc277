using Kubesharp.Api;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using CoreEvent = Kubesharp.Api.Core.V1.Event;
using Event = Kubesharp.Api.Events.V1.Event;

namespace Kubesharp.Server.Strategies.Events;

/// <summary>Events of the group events.k8s.io, whose fields are stricter.</summary>
internal sealed class EventStrategy : ResourceStrategy<Event>
{
    private const int MaxShortText = 128;
    private const int MaxNote = 1024;

    private static readonly string[] Fields =
    [
        "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "regarding.apiVersion", "regarding.resourceVersion", "regarding.fieldPath", "reason", "reportingController", "type",
    ];

    public override bool AllowCreateOnUpdate => true;

    public override IReadOnlyList<string> FieldNames => Fields;

    public override IReadOnlyList<TableColumn> TableColumns => EventPrinter.Columns;

    public override TimeSpan? TimeToLive(RequestContext context) => CoreEventStrategy.Lifetime;

    protected internal override void Validate(Event value, ErrorList errors, RequestContext context)
    {
        if (value.EventTime == default) errors.Required(FieldPath.Of("eventTime"));
        Short(value.ReportingController, "reportingController", errors, qualified: true);
        Short(value.ReportingInstance, "reportingInstance", errors, qualified: false);
        Short(value.Action, "action", errors, qualified: false);
        Short(value.Reason, "reason", errors, qualified: false);
        if (value.Type is not ("Normal" or "Warning")) errors.Invalid(FieldPath.Of("type"), "", $"has invalid value: {value.Type}");
        if (value.Note.Length > MaxNote) errors.Invalid(FieldPath.Of("message"), "", $"can have at most {MaxNote} characters");
        if (value.Series is { Count: < 2 }) errors.Invalid(FieldPath.Of("series.count"), "", "should be at least 2");
        if (value.Series is { } series && series.LastObservedTime == default) errors.Required(FieldPath.Of("series.lastObservedTime"));
    }

    protected internal override void ValidateUpdate(Event value, Event old, ErrorList errors, RequestContext context)
    {
        if (old.EventTime == default) return;
        Validate(value, errors, context);
        if (value.EventTime != old.EventTime) errors.Invalid(FieldPath.Of("eventTime"), "", Check.Immutable);
        if (value.Reason != old.Reason) errors.Invalid(FieldPath.Of("reason"), value.Reason, Check.Immutable);
    }

    protected internal override string Field(Event value, string name) => name switch
    {
        "regarding.kind" => value.Regarding.Kind,
        "regarding.namespace" => value.Regarding.Namespace,
        "regarding.name" => value.Regarding.Name,
        "regarding.uid" => value.Regarding.Uid,
        "regarding.apiVersion" => value.Regarding.ApiVersion,
        "regarding.resourceVersion" => value.Regarding.ResourceVersion,
        "regarding.fieldPath" => value.Regarding.FieldPath,
        "reason" => value.Reason,
        "reportingController" => value.ReportingController,
        "type" => value.Type,
        _ => "",
    };

    protected internal override void WriteRow(Event value, TableRowBuilder row) => EventPrinter.Write(
        new CoreEvent
        {
            Metadata = value.Metadata,
            InvolvedObject = value.Regarding,
            Reason = value.Reason,
            Message = value.Note,
            Source = value.DeprecatedSource,
            FirstTimestamp = value.DeprecatedFirstTimestamp,
            LastTimestamp = value.DeprecatedLastTimestamp,
            Count = value.DeprecatedCount,
            Type = value.Type,
            EventTime = value.EventTime,
            Series = value.Series is { } series ? new Api.Core.V1.EventSeries { Count = series.Count, LastObservedTime = series.LastObservedTime } : null,
            ReportingComponent = value.ReportingController,
            ReportingInstance = value.ReportingInstance,
        },
        row);

    private static void Short(string value, string field, ErrorList errors, bool qualified)
    {
        if (value.Length == 0) errors.Required(FieldPath.Of(field));
        else if (qualified && Names.QualifiedName(value) is { Length: > 0 } bad) errors.Invalid(FieldPath.Of(field), value, bad);
        if (value.Length > MaxShortText) errors.Invalid(FieldPath.Of(field), "", $"can have at most {MaxShortText} characters");
    }
}
