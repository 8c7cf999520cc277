using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Events.V1;

/// <summary>A note about something that happened to an object.</summary>
[ApiType("io.k8s.api.events.v1.Event")]
[Kind("events.k8s.io", "v1", "Event")]
[Resource("events", "event", Namespaced = true, ShortNames = "ev")]
public sealed partial record Event
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>When it happened first, to the microsecond.</summary>
    [Field(2, Always = true, Required = true, Micro = true)]
    public DateTimeOffset EventTime { get; init; }

    /// <summary>How it went on, when it happened again and again.</summary>
    [Field(3)]
    public EventSeries? Series { get; init; }

    /// <summary>Component that reports it.</summary>
    [Field(4)]
    public string ReportingController { get; init; } = "";

    /// <summary>Instance of that component.</summary>
    [Field(5)]
    public string ReportingInstance { get; init; } = "";

    /// <summary>What was done.</summary>
    [Field(6)]
    public string Action { get; init; } = "";

    /// <summary>Why, as one word.</summary>
    [Field(7)]
    public string Reason { get; init; } = "";

    /// <summary>The object.</summary>
    [Field(8)]
    public ObjectReference Regarding { get; init; } = ObjectReference.Empty;

    /// <summary>Another object that has to do with it.</summary>
    [Field(9)]
    public ObjectReference? Related { get; init; }

    /// <summary>What happened, in a sentence.</summary>
    [Field(10)]
    public string Note { get; init; } = "";

    /// <summary>Normal or Warning.</summary>
    [Field(11)]
    public string Type { get; init; } = "";

    /// <summary>Who reported it, in the older form.</summary>
    [Field(12)]
    public EventSource DeprecatedSource { get; init; } = EventSource.Empty;

    /// <summary>When it happened first, in the older form.</summary>
    [Field(13, Always = true)]
    public DateTimeOffset DeprecatedFirstTimestamp { get; init; }

    /// <summary>When it happened last, in the older form.</summary>
    [Field(14, Always = true)]
    public DateTimeOffset DeprecatedLastTimestamp { get; init; }

    /// <summary>How often it happened, in the older form.</summary>
    [Field(15)]
    public int DeprecatedCount { get; init; }
}

/// <summary>A list of Event objects.</summary>
[ApiType("io.k8s.api.events.v1.EventList")]
[Kind("events.k8s.io", "v1", "EventList")]
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
[ApiType("io.k8s.api.events.v1.EventSeries")]
public sealed partial record EventSeries
{
    /// <summary>How often it happened so far.</summary>
    [Field(1, Always = true, Required = true)]
    public int Count { get; init; }

    /// <summary>When it happened last.</summary>
    [Field(2, Always = true, Required = true, Micro = true)]
    public DateTimeOffset LastObservedTime { get; init; }
}
