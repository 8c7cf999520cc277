using Kubesharp.Store.Caching;
using Kubesharp.Store.Trees;

namespace Kubesharp.Store.Embedded;

/// <summary>
/// The store's content and rules, without any disk: evaluates guarded transactions against a working copy, and either publishes the
/// batch to readers and observers or forgets it. Evaluation is for one writer at a time; reading is free.
/// </summary>
internal sealed class StoreState
{
    /// <summary>Positions inside a transaction take this many bits of a row id.</summary>
    public const int RowIdShift = 8;

    private const int LoadBatch = 128;

    private readonly Lock _gate = new();
    private readonly RevisionedView<KeyValue> _view;
    private readonly ObserverTable _observers = new();
    private readonly RevisionWaiters _waiters = new();
    private readonly List<ChangeEvent<KeyValue>> _changes = [];
    private readonly PriorityQueue<(string Key, long ModRevision), DateTimeOffset> _expiring = new();
    private OrderedTreeBuilder<KeyValue>? _working;
    private long _workingRevision;
    private long _revision = 1;
    private long _compactedRevision;
    private bool _loadingBase;
    private bool _publishing;
    private StoreClosedException? _closed;

    public StoreState(HistoryLimits limits, TimeProvider time)
    {
        _view = new RevisionedView<KeyValue>(limits, time, () => Revision, null);
        _view.Reset(OrderedTree<KeyValue>.Empty, 1);
    }

    /// <summary>The newest published revision.</summary>
    public long Revision => Volatile.Read(ref _revision);

    public long CompactedRevision => Volatile.Read(ref _compactedRevision);

    /// <summary>The oldest revision whose content is still in memory.</summary>
    public long OldestInMemory => _view.OldestRevision;

    /// <summary>The changes of the batch under evaluation, in order.</summary>
    public List<ChangeEvent<KeyValue>> Changes => _changes;

    /// <summary>Begins to take over stored rows.</summary>
    /// <param name="compactedRevision">States before it cannot be read.</param>
    /// <param name="baseRevision">Changes up to it become the content that history in memory starts from.</param>
    public void StartLoading(long compactedRevision, long baseRevision)
    {
        _compactedRevision = compactedRevision;
        _working = OrderedTree<KeyValue>.Empty.ToBuilder();
        _workingRevision = Math.Max(1, baseRevision);
        _loadingBase = true;
    }

    /// <summary>
    /// Takes over one stored row; rows come in the order they were written. Those up to the base revision become the content that history
    /// starts from, later ones history. Returns what the row replaced.
    /// </summary>
    public KeyValue? LoadRow(KeyValue row, bool deleted)
    {
        if (row.ModRevision > _workingRevision) FlushLoaded(atLeast: LoadBatch);
        KeyValue? previous;
        if (deleted) _working!.Remove(row.Key, out previous);
        else _working!.Set(row.Key, row, out previous);
        if (_loadingBase) return previous;
        var type = deleted ? ChangeType.Deleted : previous is null ? ChangeType.Added : ChangeType.Modified;
        _changes.Add(new ChangeEvent<KeyValue>(type, row.Key, row.ModRevision, row, previous, row.Value.Length));
        _workingRevision = row.ModRevision;
        return previous;
    }

    /// <summary>Makes what was loaded visible.</summary>
    public void FinishLoading()
    {
        FlushLoaded(atLeast: 1);
        Discard();
        foreach (var keyValue in _view.State.Tree.All()) TrackExpiry(keyValue);
        Volatile.Write(ref _revision, _workingRevision);
    }

    /// <summary>Applies a transaction to the working copy if its guards hold, and sets the request's result.</summary>
    public void Evaluate(CommitRequest request)
    {
        if (_working is null)
        {
            _working = _view.State.Tree.ToBuilder();
            _workingRevision = _revision;
        }

        var operations = request.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            if (operations[i].ExpectedRevision is not { } expected) continue;
            _working.TryGet(operations[i].Key, out var current);
            if ((current?.ModRevision ?? 0) == expected) continue;
            request.Result = CommitResult.GuardFailed(i, _workingRevision, current);
            return;
        }

        var revision = _workingRevision + 1;
        var sub = 0;
        KeyValue? first = null;
        for (var i = 0; i < operations.Length; i++)
        {
            var touched = operations[i].Kind switch
            {
                OperationKind.Put => Put(operations[i], revision, sub++),
                OperationKind.Delete => Delete(operations[i], revision, ref sub),
                _ => null,
            };
            if (i == 0) first = touched;
        }

        if (sub > 0) _workingRevision = revision;
        request.Result = CommitResult.Done(_workingRevision, first);
    }

    /// <summary>Forgets the batch: it could not be made durable.</summary>
    public void Discard()
    {
        _working = null;
        _changes.Clear();
    }

    /// <summary>Shows the batch to readers, then to observers, then announces its revision.</summary>
    public void Publish()
    {
        if (_changes.Count == 0)
        {
            Discard();
            return;
        }

        lock (_gate)
        {
            if (_publishing) throw new InvalidOperationException("a store observer must not write to the store during its callback");
            _publishing = true;
            _view.Publish(_working!.ToTree(), _changes);
            _observers.Deliver(_changes);
            Volatile.Write(ref _revision, _workingRevision);
            foreach (var change in _changes)
            {
                change.Value.Decoded = null;
                TrackExpiry(change.Value);
            }

            Discard();
            _publishing = false;
        }

        _waiters.Release(Revision);
    }

    /// <summary>Raises the compacted revision and lets go of the history below it.</summary>
    public void Compact(long revision)
    {
        Volatile.Write(ref _compactedRevision, Math.Max(_compactedRevision, revision));
        _view.TrimTo(revision);
    }

    /// <summary>Lets go of history that is too old.</summary>
    public void TrimAged() => _view.TrimAged();

    /// <summary>Checks a revision someone wants to compact to.</summary>
    public void CheckCompaction(long revision)
    {
        if (revision > Revision) throw new FutureRevisionException(revision, Revision);
        if (revision <= CompactedRevision) throw new CompactedException(revision, CompactedRevision);
    }

    /// <summary>Checks a revision someone wants to read at.</summary>
    public void CheckReadable(long revision)
    {
        if (_closed is not null) throw _closed;
        if (revision > Revision) throw new FutureRevisionException(revision, Revision);
        if (revision < CompactedRevision) throw new CompactedException(revision, CompactedRevision);
    }

    /// <summary>The content at a revision if memory still has it; 0 means now.</summary>
    public bool TryGetSnapshot(long revision, out CacheSnapshot<KeyValue> snapshot)
    {
        if (revision != 0) return _view.TryGetSnapshot(revision, out snapshot) == SnapshotStatus.Ok;
        snapshot = _view.Current;
        return true;
    }

    /// <summary>A watcher of all changes after a revision; null when memory does not reach back to it.</summary>
    public CacheWatcher<KeyValue>? TryWatch(long afterRevision) => _view.TryWatch(afterRevision, WatchScope.All);

    public ValueTask WaitForRevisionAsync(long revision, CancellationToken cancellationToken) =>
        Revision >= revision ? ValueTask.CompletedTask : _waiters.WaitAsync(revision, () => Revision, cancellationToken);

    /// <summary>Loads an observer with the oldest content in memory and the changes since, and keeps it up to date from then on.</summary>
    public IStoreSubscription Subscribe(string prefix, IStoreObserver observer)
    {
        lock (_gate)
        {
            if (_closed is not null) throw _closed;
            if (_publishing) throw new InvalidOperationException("a store observer must not subscribe during its callback");
            var (start, changes) = _view.ReadHistory();
            observer.OnSnapshot(start.Revision, Enumerate(start.Objects.Prefix(prefix)));
            changes.RemoveAll(change => !change.Key.StartsWith(prefix, StringComparison.Ordinal));
            if (changes.Count > 0) observer.OnChanges(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(changes));
            return new Subscription(this, _observers.Add(prefix, observer));
        }
    }

    /// <summary>Takes the keys whose time has come.</summary>
    public List<KeyValue> TakeExpired(DateTimeOffset now)
    {
        lock (_gate)
        {
            var expired = new List<KeyValue>();
            while (_expiring.TryPeek(out var due, out var at) && at <= now)
            {
                _expiring.Dequeue();
                if (_view.State.Tree.TryGet(due.Key, out var current) && current.ModRevision == due.ModRevision) expired.Add(current);
            }

            return expired;
        }
    }

    /// <summary>Puts back a key taken by <see cref="TakeExpired"/> that could not be deleted.</summary>
    public void TrackExpiryAgain(KeyValue keyValue)
    {
        lock (_gate) TrackExpiry(keyValue);
    }

    /// <summary>Ends all watchers, observers and waits.</summary>
    public void Close(StoreClosedException exception)
    {
        lock (_gate)
        {
            if (_closed is not null) return;
            _closed = exception;
            _observers.Close();
            _view.Close();
        }

        _waiters.Close(exception);
    }

    private void FlushLoaded(int atLeast)
    {
        if (_loadingBase)
        {
            _view.Reset(_working!.ToTree(), _workingRevision);
            _loadingBase = false;
        }
        else if (_changes.Count >= atLeast)
        {
            _view.Publish(_working!.ToTree(), _changes);
            _changes.Clear();
        }
    }

    private static IEnumerable<KeyValue> Enumerate(OrderedTreeRange<KeyValue> range)
    {
        while (range.MoveNext()) yield return range.Current;
    }

    private KeyValue Put(in StoreOperation operation, long revision, int sub)
    {
        _working!.TryGet(operation.Key, out var previous);
        var keyValue = new KeyValue
        {
            Key = previous?.Key ?? operation.Key,
            Value = operation.Value,
            CreateRevision = previous?.CreateRevision ?? revision,
            ModRevision = revision,
            Version = (previous?.Version ?? 0) + 1,
            ExpiresAt = operation.ExpiresAt,
            Decoded = operation.Decoded,
            RowId = (revision << RowIdShift) | (uint)sub,
        };
        _working.Set(keyValue.Key, keyValue, out _);
        var type = previous is null ? ChangeType.Added : ChangeType.Modified;
        _changes.Add(new ChangeEvent<KeyValue>(type, keyValue.Key, revision, keyValue, previous, keyValue.Value.Length));
        return keyValue;
    }

    private KeyValue? Delete(in StoreOperation operation, long revision, ref int sub)
    {
        if (!_working!.Remove(operation.Key, out var previous)) return null;
        var trace = new KeyValue
        {
            Key = previous.Key,
            Value = default,
            CreateRevision = 0,
            ModRevision = revision,
            Version = 0,
            Decoded = operation.Decoded,
            RowId = (revision << RowIdShift) | (uint)sub++,
        };
        _changes.Add(new ChangeEvent<KeyValue>(ChangeType.Deleted, trace.Key, revision, trace, previous, 0));
        return previous;
    }

    private void TrackExpiry(KeyValue keyValue)
    {
        if (keyValue.ExpiresAt is { } expiresAt) _expiring.Enqueue((keyValue.Key, keyValue.ModRevision), expiresAt);
    }

    private sealed class Subscription(StoreState state, ObserverTable.Entry entry) : IStoreSubscription
    {
        public long Revision => state.Revision;

        public long CompactedRevision => state.CompactedRevision;

        public ValueTask WaitForRevisionAsync(long revision, CancellationToken cancellationToken = default) =>
            state.WaitForRevisionAsync(revision, cancellationToken);

        public void Dispose()
        {
            lock (state._gate) state._observers.Remove(entry);
        }
    }
}
