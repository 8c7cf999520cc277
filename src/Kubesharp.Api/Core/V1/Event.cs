using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.Event")]
[Kind("", "v1", "Event")]
[Resource("events", "event", Namespaced = true, ShortNames = "ev")]
public sealed partial record Event
{
    [Field(1, Required = true)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public ObjectReference InvolvedObject { get; init; } = ObjectReference.Empty;

    [Field(3)]
    public string Reason { get; init; } = "";

    [Field(4)]
    public string Message { get; init; } = "";

    [Field(5)]
    public EventSource Source { get; init; } = EventSource.Empty;

    [Field(6, Always = true)]
    public DateTimeOffset FirstTimestamp { get; init; }

    [Field(7, Always = true)]
    public DateTimeOffset LastTimestamp { get; init; }

    [Field(8)]
    public int Count { get; init; }

    [Field(9)]
    public string Type { get; init; } = "";

    [Field(10, Always = true, Micro = true)]
    public DateTimeOffset EventTime { get; init; }

    [Field(11)]
    public EventSeries? Series { get; init; }

    [Field(12)]
    public string Action { get; init; } = "";

    [Field(13)]
    public ObjectReference? Related { get; init; }

    [Field(14, Always = true)]
    public string ReportingComponent { get; init; } = "";

    [Field(15, Always = true)]
    public string ReportingInstance { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.EventList")]
[Kind("", "v1", "EventList")]
public sealed partial record EventList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<Event> Items { get; init; }
}

[ApiType("io.k8s.api.core.v1.EventSeries")]
public sealed partial record EventSeries
{
    [Field(1)]
    public int Count { get; init; }

    [Field(2, Always = true, Micro = true)]
    public DateTimeOffset LastObservedTime { get; init; }
}
