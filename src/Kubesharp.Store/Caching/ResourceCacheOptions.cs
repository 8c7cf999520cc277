using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Store.Caching;

/// <summary>How a <see cref="ResourceCache{T}"/> works.</summary>
public sealed record ResourceCacheOptions<T>
    where T : class
{
    /// <summary>
    /// Makes the final object of a deletion from the change and the object that was in the cache. By default that object itself. The
    /// writer's decoded form, if given with the deletion, is in the change's value.
    /// </summary>
    public Func<ChangeEvent<KeyValue>, T, T>? DecodeDeleted { get; init; }

    /// <summary>The value of an object that watchers of <see cref="WatchScope.Index"/> ask for, such as a pod's node name.</summary>
    public Func<T, string?>? IndexOf { get; init; }

    /// <summary>How much history to keep for watchers and for reads at past revisions.</summary>
    public HistoryLimits History { get; init; } = new();

    /// <summary>The clock that ages history.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Told of values that cannot be decoded.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
