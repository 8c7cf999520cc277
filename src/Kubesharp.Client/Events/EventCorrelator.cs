using System.Globalization;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Client;

/// <summary>Counts repeated events up, combines similar ones, and drops what is too much. Used by one thread at a time.</summary>
internal sealed class EventCorrelator(TimeProvider time)
{
    private const int CacheSize = 4096;

    /// <summary>So many similar events within <see cref="SimilarInterval"/> of each other are combined.</summary>
    private const int MaxSimilar = 10;

    private const int FloodBurst = 25;
    private static readonly TimeSpan SimilarInterval = TimeSpan.FromSeconds(600);
    private static readonly TimeSpan FloodRefill = TimeSpan.FromSeconds(300);

    private readonly LruCache<EventKey, Similar> _similar = new(CacheSize);
    private readonly LruCache<EventKey, Observation> _observed = new(CacheSize);
    private readonly LruCache<EventKey, Budget> _budgets = new(CacheSize);

    /// <summary>Gives what to write; null when the event is to be dropped.</summary>
    public CorrelatedEvent? Correlate(Event value)
    {
        var (combined, key) = Combine(value);
        var correlated = Count(combined, key);
        return Spend(correlated.Event) ? correlated : null;
    }

    /// <summary>Remembers an event as the server stored it, so that the next one of its kind updates it.</summary>
    public void Stored(EventKey key, Event stored) =>
        _observed.Set(key, new Observation(stored.Count, stored.FirstTimestamp, stored.Metadata.Name, stored.Metadata.ResourceVersion));

    private (Event Event, EventKey Key) Combine(Event value)
    {
        var now = time.GetUtcNow();
        var similarKey = EventKey.Similar(value);
        if (!_similar.TryGet(similarKey, out var similar) || now - similar.LastSeen > SimilarInterval)
        {
            similar = new Similar();
            _similar.Set(similarKey, similar);
        }

        similar.Add(value.Message);
        similar.LastSeen = now;
        if (similar.Count < MaxSimilar) return (value, EventKey.Same(value));
        similar.RemoveOldest();
        var nanoseconds = (now - DateTimeOffset.UnixEpoch).Ticks * 100;
        var combined = value with
        {
            Metadata = value.Metadata with { Name = string.Create(CultureInfo.InvariantCulture, $"{value.InvolvedObject.Name}.{nanoseconds:x}") },
            Message = "(combined from similar events): " + value.Message,
        };
        return (combined, similarKey);
    }

    private CorrelatedEvent Count(Event value, EventKey key)
    {
        var update = _observed.TryGet(key, out var last) && last.Count > 0;
        if (update)
        {
            value = value with
            {
                Metadata = value.Metadata with { Name = last.Name, ResourceVersion = last.ResourceVersion },
                FirstTimestamp = last.FirstTimestamp,
                Count = last.Count + 1,
            };
        }

        Stored(key, value);
        return new CorrelatedEvent(value, key, update);
    }

    private bool Spend(Event value)
    {
        var key = EventKey.Flood(value);
        if (!_budgets.TryGet(key, out var budget))
        {
            budget = new Budget { Tokens = FloodBurst, Filled = time.GetTimestamp() };
            _budgets.Set(key, budget);
        }

        var now = time.GetTimestamp();
        budget.Tokens = Math.Min(FloodBurst, budget.Tokens + (time.GetElapsedTime(budget.Filled, now) / FloodRefill));
        budget.Filled = now;
        if (budget.Tokens < 1) return false;
        budget.Tokens--;
        return true;
    }

    private readonly record struct Observation(int Count, DateTimeOffset FirstTimestamp, string Name, string ResourceVersion);

    /// <summary>The different messages of similar events, oldest first.</summary>
    private sealed class Similar
    {
        private readonly List<string> _messages = [];

        public DateTimeOffset LastSeen { get; set; }

        public int Count => _messages.Count;

        public void Add(string message)
        {
            if (!_messages.Contains(message)) _messages.Add(message);
        }

        public void RemoveOldest() => _messages.RemoveAt(0);
    }

    private sealed class Budget
    {
        public double Tokens { get; set; }

        public long Filled { get; set; }
    }
}
