using Kubesharp.Store.Trees;

namespace Kubesharp.Store.Caching;

/// <summary>
/// A run of consecutive changes. Slots are written once and never again, so readers need no lock and can be handed spans: a slot below
/// <see cref="Count"/> is final. A dropped chunk is cut off from its successor, so a reader that lags holds one chunk and not all
/// history after it.
/// </summary>
internal sealed class EventChunk<T>(OrderedTree<T> treeBefore, long baseRevision, int capacity)
    where T : class
{
    /// <summary>Slots of an ordinary chunk; one larger publication gets a chunk of its own size.</summary>
    public const int MinCapacity = 128;

    private volatile int _count;
    private volatile EventChunk<T>? _next;
    private volatile bool _dropped;

    public ChangeEvent<T>[] Events { get; } = new ChangeEvent<T>[capacity];

    /// <summary>The content before the first change of this chunk.</summary>
    public OrderedTree<T> TreeBefore => treeBefore;

    /// <summary>Revision of the last change before this chunk, or of the load.</summary>
    public long BaseRevision => baseRevision;

    /// <summary>Bytes of the values in this chunk.</summary>
    public long Bytes { get; set; }

    /// <summary>When the last change was appended, in time provider ticks.</summary>
    public long LastTimestamp { get; set; }

    /// <summary>Slots the writer has filled; runs ahead of <see cref="Count"/> inside one publication.</summary>
    public int Filled { get; set; }

    public int Count => _count;

    /// <summary>The chunk after this one, linked when this one gets no more changes.</summary>
    public EventChunk<T>? Next => _next;

    public bool Dropped => _dropped;

    public void Link(EventChunk<T> next) => _next = next;

    /// <summary>Shows the filled slots to readers.</summary>
    public void Reveal() => _count = Filled;

    public void Drop()
    {
        _dropped = true;
        _next = null;
    }
}
