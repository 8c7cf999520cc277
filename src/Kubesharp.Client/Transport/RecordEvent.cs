using Kubesharp.Api;

namespace Kubesharp.Client;

/// <summary>One change of a watch as a record.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object; of a bookmark, something that has only metadata.</param>
public readonly record struct RecordEvent(WatchEventType Type, IKubernetesObject Object);
