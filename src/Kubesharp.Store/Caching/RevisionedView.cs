using Kubesharp.Store.Trees;

namespace Kubesharp.Store.Caching;

/// <summary>
/// Content by key with its recent past: the newest tree, a bounded history of changes from which the tree at any kept revision can be
/// rebuilt, and the watchers of those changes. One writer at a time; readers are free.
/// </summary>
/// <remarks>
/// The history is a list of chunks; each chunk remembers the tree before its first change. The tree at a revision is that tree plus at
/// most one chunk of changes, so snapshots cost memory once per chunk and not once per change.
/// </remarks>
internal sealed class RevisionedView<T>
    where T : class
{
    private const int MemoSize = 8;

    private readonly Lock _gate = new();
    private readonly HistoryLimits _limits;
    private readonly TimeProvider _time;
    private readonly Func<long> _progress;
    private readonly LinkedList<EventChunk<T>> _chunks = [];
    private readonly WaiterTable<T> _waiters = new();
    private readonly CacheSnapshot<T>[] _memo = new CacheSnapshot<T>[MemoSize];
    private volatile ViewState<T> _state;
    private long _events;
    private long _bytes;
    private int _memoNext;
    private int _watchers;
    private bool _closed;

    /// <summary>Creates an empty view.</summary>
    /// <param name="limits">How much history to keep.</param>
    /// <param name="time">The clock that ages history.</param>
    /// <param name="progress">The revision up to which the writer has told this view everything.</param>
    /// <param name="indexOf">The index value of an object, for watchers of an index.</param>
    public RevisionedView(HistoryLimits limits, TimeProvider time, Func<long> progress, Func<T, string?>? indexOf)
    {
        _limits = limits;
        _time = time;
        _progress = progress;
        IndexOf = indexOf;
        _state = new ViewState<T>(OrderedTree<T>.Empty, 0);
        _chunks.AddLast(new EventChunk<T>(_state.Tree, 0, EventChunk<T>.MinCapacity));
    }

    public Func<T, string?>? IndexOf { get; }

    public long Progress => _progress();

    public int WatcherCount => Volatile.Read(ref _watchers);

    public ViewState<T> State => _state;

    /// <summary>The content now, labelled with the newest revision it is exact for.</summary>
    public CacheSnapshot<T> Current
    {
        get
        {
            // The revision first: the tree read after it holds all changes up to it, and no change after the tree's own revision.
            var progress = _progress();
            var state = _state;
            return new CacheSnapshot<T>(Math.Max(progress, state.Revision), state.Tree);
        }
    }

    /// <summary>The oldest revision that history reaches back to.</summary>
    public long OldestRevision
    {
        get
        {
            lock (_gate) return _chunks.First!.Value.BaseRevision;
        }
    }

    /// <summary>How many changes are kept.</summary>
    public long EventCount
    {
        get
        {
            lock (_gate) return _events;
        }
    }

    /// <summary>Replaces everything by a fresh start; watchers have to list again.</summary>
    public void Reset(OrderedTree<T> tree, long revision)
    {
        lock (_gate)
        {
            foreach (var chunk in _chunks) chunk.Drop();
            _chunks.Clear();
            _events = _bytes = 0;
            Array.Clear(_memo);
            _chunks.AddLast(new EventChunk<T>(tree, revision, EventChunk<T>.MinCapacity));
            _state = new ViewState<T>(tree, revision);
            EndWaiters(WatchEnd.Gone);
        }
    }

    /// <summary>Publishes a new tree with the changes that led to it, and wakes whom they concern.</summary>
    public void Publish(OrderedTree<T> tree, List<ChangeEvent<T>> changes)
    {
        if (changes.Count == 0) return;
        var now = _time.GetTimestamp();
        CacheWatcher<T>[]? woken = null;
        var count = 0;
        lock (_gate)
        {
            var before = _state;
            _state = new ViewState<T>(tree, changes[^1].Revision);
            var (startChunk, startIndex) = Append(before, changes, now);
            if (_waiters.Count > 0)
            {
                woken = _waiters.TakeConcerned(changes, IndexOf, out count);
                for (var i = 0; i < count; i++) woken[i].MoveTo(startChunk, startIndex);
            }

            Trim(now);
        }

        if (woken is not null) new WakeUp<T>(woken, count).Start();
    }

    /// <summary>Lets go of history that is too old, for times without changes.</summary>
    public void TrimAged()
    {
        lock (_gate) Trim(_time.GetTimestamp());
    }

    /// <summary>Lets go of history that is not needed for reads at the given revision and later.</summary>
    public void TrimTo(long revision)
    {
        lock (_gate)
        {
            while (_chunks.Count > 1 && _chunks.First!.Next!.Value.BaseRevision <= revision) DropFirst();
        }
    }

    /// <summary>The exact content at a revision.</summary>
    public SnapshotStatus TryGetSnapshot(long revision, out CacheSnapshot<T> snapshot)
    {
        var current = Current;
        snapshot = current;
        if (revision > current.Revision) return SnapshotStatus.NotYet;
        snapshot = new CacheSnapshot<T>(revision, current.Objects);
        EventChunk<T>? chunk;
        lock (_gate)
        {
            if (revision < _chunks.First!.Value.BaseRevision) return SnapshotStatus.Gone;
            if (_state.Revision <= revision)
            {
                snapshot = new CacheSnapshot<T>(revision, _state.Tree);
                return SnapshotStatus.Ok;
            }

            foreach (var known in _memo)
            {
                if (known.Objects is null || known.Revision != revision) continue;
                snapshot = known;
                return SnapshotStatus.Ok;
            }

            chunk = ChunkAt(revision);
        }

        snapshot = new CacheSnapshot<T>(revision, Rebuild(chunk, revision));
        lock (_gate)
        {
            _memo[_memoNext] = snapshot;
            _memoNext = (_memoNext + 1) % MemoSize;
        }

        return SnapshotStatus.Ok;
    }

    /// <summary>Starts a watcher behind a revision; null when history does not reach back that far.</summary>
    public CacheWatcher<T>? TryWatch(long afterRevision, WatchScope scope)
    {
        lock (_gate)
        {
            if (afterRevision < _chunks.First!.Value.BaseRevision) return null;
            Interlocked.Increment(ref _watchers);
            if (afterRevision < _state.Revision) return new CacheWatcher<T>(this, scope, ChunkAt(afterRevision), 0, afterRevision);
            var tail = _chunks.Last!.Value;
            return new CacheWatcher<T>(this, scope, tail, tail.Filled, afterRevision);
        }
    }

    /// <summary>All kept changes, with the content before the first of them.</summary>
    public (CacheSnapshot<T> Start, List<ChangeEvent<T>> Changes) ReadHistory()
    {
        lock (_gate)
        {
            var first = _chunks.First!.Value;
            var changes = new List<ChangeEvent<T>>((int)_events);
            foreach (var chunk in _chunks) changes.AddRange(chunk.Events.AsSpan(0, chunk.Filled));
            return (new CacheSnapshot<T>(first.BaseRevision, first.TreeBefore), changes);
        }
    }

    /// <summary>Puts a reader that has read everything on the waiting list; false when it has not, or when the watch is over.</summary>
    public bool TryPark(CacheWatcher<T> watcher)
    {
        lock (_gate)
        {
            if (!watcher.IsCaughtUp()) return false;
            if (_closed)
            {
                watcher.MarkEnd(WatchEnd.Closed);
                return false;
            }

            // While it waits it needs no place in history: whoever wakes it says where to go on.
            watcher.MoveTo(null, 0);
            _waiters.Add(watcher);
            return true;
        }
    }

    /// <summary>Takes a reader off the waiting list; false when it was not on it. The caller then completes its wait.</summary>
    public bool TryUnpark(CacheWatcher<T> watcher)
    {
        lock (_gate)
        {
            if (watcher.WaiterIndex < 0) return false;
            _waiters.Remove(watcher);
            var tail = _chunks.Last!.Value;
            watcher.MoveTo(tail, tail.Filled);
            return true;
        }
    }

    public void RemoveWatcher() => Interlocked.Decrement(ref _watchers);

    /// <summary>Ends all watchers; what is in memory can still be read.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            EndWaiters(WatchEnd.Closed);
        }
    }

    private static OrderedTree<T> Rebuild(EventChunk<T> chunk, long revision)
    {
        var builder = chunk.TreeBefore.ToBuilder();
        for (var next = chunk; next is not null; next = next.Next)
        {
            foreach (var change in next.Events.AsSpan(0, next.Count))
            {
                if (change.Revision > revision) return builder.ToTree();
                if (change.Type == ChangeType.Deleted) builder.Remove(change.Key, out _);
                else builder.Set(change.Key, change.Value, out _);
            }
        }

        return builder.ToTree();
    }

    /// <summary>The last chunk that begins at or before a revision; from it on all later changes are found.</summary>
    private EventChunk<T> ChunkAt(long revision)
    {
        var node = _chunks.Last!;
        while (node.Value.BaseRevision > revision) node = node.Previous!;
        return node.Value;
    }

    /// <summary>Adds one publication to the history and returns where it begins. It never spans two chunks, so it appears at once.</summary>
    private (EventChunk<T> Chunk, int Index) Append(ViewState<T> before, List<ChangeEvent<T>> changes, long now)
    {
        var tail = _chunks.Last!.Value;
        var chunk = tail;
        if (changes.Count > tail.Events.Length - tail.Filled)
            chunk = new EventChunk<T>(before.Tree, before.Revision, Math.Max(changes.Count, EventChunk<T>.MinCapacity));
        var startIndex = chunk.Filled;
        var size = 0L;
        foreach (var change in changes)
        {
            chunk.Events[chunk.Filled++] = change;
            size += change.Size;
        }

        chunk.Bytes += size;
        chunk.LastTimestamp = now;
        _bytes += size;
        _events += changes.Count;
        chunk.Reveal();
        if (!ReferenceEquals(chunk, tail))
        {
            _chunks.AddLast(chunk);
            tail.Link(chunk);
        }

        return (chunk, startIndex);
    }

    private void Trim(long now)
    {
        while (_chunks.Count > 1)
        {
            var first = _chunks.First!.Value;
            var left = _events - first.Filled;
            var over = _events > _limits.MaxEvents || _bytes > _limits.MaxBytes;
            if (!over && (left < _limits.MinEvents || !IsOld(_time.GetElapsedTime(first.LastTimestamp, now)))) return;
            DropFirst();
        }
    }

    private bool IsOld(TimeSpan age) => age >= _limits.MaxAge || (age >= _limits.SettledAge && _bytes > _limits.MaxSettledBytes);

    private void DropFirst()
    {
        var first = _chunks.First!.Value;
        _chunks.RemoveFirst();
        _events -= first.Filled;
        _bytes -= first.Bytes;
        first.Drop();
        var oldest = _chunks.First!.Value.BaseRevision;
        for (var i = 0; i < MemoSize; i++)
            if (_memo[i].Revision < oldest)
                _memo[i] = default;
    }

    private void EndWaiters(WatchEnd end)
    {
        var ended = _waiters.TakeAll(out var count);
        for (var i = 0; i < count; i++)
        {
            ended[i].MoveTo(_chunks.Last!.Value, _chunks.Last!.Value.Filled);
            ended[i].MarkEnd(end);
        }

        new WakeUp<T>(ended, count).Start();
    }
}
