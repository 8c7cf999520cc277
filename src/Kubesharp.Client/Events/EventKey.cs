using Kubesharp.Api.Core.V1;

namespace Kubesharp.Client;

/// <summary>The parts of an event by which events are the same, similar, or of one source.</summary>
internal readonly record struct EventKey(
    EventSource Source, string Kind, string Namespace, string Name, string Uid, string ApiVersion, string FieldPath, string Type, string Reason, string Reporter, string Message)
{
    /// <summary>Events alike in everything but their time are one event that happened several times.</summary>
    public static EventKey Same(Event value) => Base(value) with
    {
        FieldPath = value.InvolvedObject.FieldPath,
        Type = value.Type,
        Reason = value.Reason,
        Message = value.Message,
    };

    /// <summary>Events alike but for their message are combined when there are many.</summary>
    public static EventKey Similar(Event value) => Base(value) with
    {
        Type = value.Type,
        Reason = value.Reason,
        Reporter = value.ReportingComponent + value.ReportingInstance,
    };

    /// <summary>Events of one source about one object share a budget.</summary>
    public static EventKey Flood(Event value) => Base(value);

    private static EventKey Base(Event value) => new(
        value.Source,
        value.InvolvedObject.Kind,
        value.InvolvedObject.Namespace,
        value.InvolvedObject.Name,
        value.InvolvedObject.Uid,
        value.InvolvedObject.ApiVersion,
        "",
        "",
        "",
        "",
        "");
}
