using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>A note about something that happened to an object.</summary>
[ApiType("io.k8s.api.core.v1.Event")]
[Kind("", "v1", "Event")]
[Resource("events", "event", Namespaced = true, ShortNames = "ev")]
public sealed partial record Event
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1, Required = true)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>The object.</summary>
    [Field(2, Required = true)]
    public ObjectReference InvolvedObject { get; init; } = ObjectReference.Empty;

    /// <summary>Why, as one word, such as FailedScheduling.</summary>
    [Field(3)]
    public string Reason { get; init; } = "";

    /// <summary>What happened, in a sentence.</summary>
    [Field(4)]
    public string Message { get; init; } = "";

    /// <summary>Who reports it.</summary>
    [Field(5)]
    public EventSource Source { get; init; } = EventSource.Empty;

    /// <summary>When it happened first.</summary>
    [Field(6, Always = true)]
    public DateTimeOffset FirstTimestamp { get; init; }

    /// <summary>When it happened last.</summary>
    [Field(7, Always = true)]
    public DateTimeOffset LastTimestamp { get; init; }

    /// <summary>How often it happened.</summary>
    [Field(8)]
    public int Count { get; init; }

    /// <summary>Normal or Warning.</summary>
    [Field(9)]
    public string Type { get; init; } = "";

    /// <summary>When it happened first, to the microsecond.</summary>
    [Field(10, Always = true, Micro = true)]
    public DateTimeOffset EventTime { get; init; }

    /// <summary>How it went on, when it happened again and again.</summary>
    [Field(11)]
    public EventSeries? Series { get; init; }

    /// <summary>What was done.</summary>
    [Field(12)]
    public string Action { get; init; } = "";

    /// <summary>Another object that has to do with it.</summary>
    [Field(13)]
    public ObjectReference? Related { get; init; }

    /// <summary>Component that reports it.</summary>
    [Field(14, Always = true)]
    public string ReportingComponent { get; init; } = "";

    /// <summary>Instance of that component.</summary>
    [Field(15, Always = true)]
    public string ReportingInstance { get; init; } = "";
}

/// <summary>A list of Event objects.</summary>
[ApiType("io.k8s.api.core.v1.EventList")]
[Kind("", "v1", "EventList")]
public sealed partial record EventList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<Event> Items { get; init; }
}

/// <summary>An event that happens again and again.</summary>
[ApiType("io.k8s.api.core.v1.EventSeries")]
public sealed partial record EventSeries
{
    /// <summary>How often it happened so far.</summary>
    [Field(1)]
    public int Count { get; init; }

    /// <summary>When it happened last.</summary>
    [Field(2, Always = true, Micro = true)]
    public DateTimeOffset LastObservedTime { get; init; }
}
