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
    private const string Unset = "needs to be unset";

    private static readonly string[] Fields =
    [
        "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "regarding.apiVersion", "regarding.resourceVersion", "regarding.fieldPath", "reason", "reportingController", "type",
    ];

    public override bool AllowCreateOnUpdate => true;

    public override IReadOnlyList<string> FieldNames => Fields;

    /// <summary>Events are stored as those of the core group.</summary>
    public override string StoredField(string name) =>
        name == "reportingController" ? "reportingComponent" : name.Replace("regarding.", "involvedObject.", StringComparison.Ordinal);

    public override IReadOnlyList<TableColumn> TableColumns => EventPrinter.Columns;

    public override TimeSpan? TimeToLive(RequestContext context) => CoreEventStrategy.Lifetime;

    protected internal override void Validate(Event value, ErrorList errors, RequestContext context)
    {
        if (value.EventTime != default) Texts(value, errors);
        Series(value, errors);
        if (value.EventTime == default) errors.Required(FieldPath.Of("eventTime"));
        if (value.Type is not ("Normal" or "Warning")) errors.Invalid(FieldPath.Of("type"), "", $"has invalid value: {value.Type}");
        if (value.DeprecatedFirstTimestamp != default) errors.Invalid(FieldPath.Of("firstTimestamp"), "", Unset);
        if (value.DeprecatedLastTimestamp != default) errors.Invalid(FieldPath.Of("lastTimestamp"), "", Unset);
        if (value.DeprecatedCount != 0) errors.Invalid(FieldPath.Of("count"), "", Unset);
        if (value.DeprecatedSource.Component.Length + value.DeprecatedSource.Host.Length > 0) errors.Invalid(FieldPath.Of("source"), "", Unset);
    }

    /// <summary>
    /// Everything may change, although the rules for new events say that only the series may: Kubernetes compares an event with itself there, and
    /// its conformance suite changes a note.
    /// </summary>
    protected internal override void ValidateUpdate(Event value, Event old, ErrorList errors, RequestContext context)
    {
        if (value.EventTime != default) Texts(value, errors);
    }

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

    private static void Texts(Event value, ErrorList errors)
    {
        if (value.ReportingController.Length == 0) errors.Required(FieldPath.Of("reportingController"));
        if (Names.QualifiedName(value.ReportingController) is { Length: > 0 } bad) errors.Invalid(FieldPath.Of("reportingController"), value.ReportingController, bad);
        Short(value.ReportingInstance, "reportingInstance", errors);
        Short(value.Action, "action", errors);
        Short(value.Reason, "reason", errors);
        if (value.Note.Length > MaxNote) errors.Invalid(FieldPath.Of("message"), "", $"can have at most {MaxNote} characters");
    }

    private static void Series(Event value, ErrorList errors)
    {
        if (value.Series is { Count: < 2 }) errors.Invalid(FieldPath.Of("series.count"), "", "should be at least 2");
        if (value.Series is { } series && series.LastObservedTime == default) errors.Required(FieldPath.Of("series.lastObservedTime"));
    }

    private static void Short(string value, string field, ErrorList errors)
    {
        if (value.Length == 0) errors.Required(FieldPath.Of(field));
        if (value.Length > MaxShortText) errors.Invalid(FieldPath.Of(field), "", $"can have at most {MaxShortText} characters");
    }
}
