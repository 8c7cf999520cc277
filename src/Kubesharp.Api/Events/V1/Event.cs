using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Events.V1;

[ApiType("io.k8s.api.events.v1.Event")]
[Kind("events.k8s.io", "v1", "Event")]
[Resource("events", "event", Namespaced = true, ShortNames = "ev")]
public sealed partial record Event
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Always = true, Required = true, Micro = true)]
    public DateTimeOffset EventTime { get; init; }

    [Field(3)]
    public EventSeries? Series { get; init; }

    [Field(4)]
    public string ReportingController { get; init; } = "";

    [Field(5)]
    public string ReportingInstance { get; init; } = "";

    [Field(6)]
    public string Action { get; init; } = "";

    [Field(7)]
    public string Reason { get; init; } = "";

    [Field(8)]
    public ObjectReference Regarding { get; init; } = ObjectReference.Empty;

    [Field(9)]
    public ObjectReference? Related { get; init; }

    [Field(10)]
    public string Note { get; init; } = "";

    [Field(11)]
    public string Type { get; init; } = "";

    [Field(12)]
    public EventSource DeprecatedSource { get; init; } = EventSource.Empty;

    [Field(13, Always = true)]
    public DateTimeOffset DeprecatedFirstTimestamp { get; init; }

    [Field(14, Always = true)]
    public DateTimeOffset DeprecatedLastTimestamp { get; init; }

    [Field(15)]
    public int DeprecatedCount { get; init; }
}

[ApiType("io.k8s.api.events.v1.EventList")]
[Kind("events.k8s.io", "v1", "EventList")]
public sealed partial record EventList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<Event> Items { get; init; }
}

[ApiType("io.k8s.api.events.v1.EventSeries")]
public sealed partial record EventSeries
{
    [Field(1, Always = true, Required = true)]
    public int Count { get; init; }

    [Field(2, Always = true, Required = true, Micro = true)]
    public DateTimeOffset LastObservedTime { get; init; }
}
