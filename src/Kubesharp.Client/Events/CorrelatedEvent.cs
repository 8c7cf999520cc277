using Kubesharp.Api.Core.V1;

namespace Kubesharp.Client;

/// <summary>An event as it is to be written.</summary>
/// <param name="Event">The event with its count.</param>
/// <param name="Key">What makes events the same.</param>
/// <param name="IsUpdate">Whether the event is on the server already and only its count changes.</param>
internal sealed record CorrelatedEvent(Event Event, EventKey Key, bool IsUpdate);
