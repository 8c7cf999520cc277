using System.Threading.Tasks.Sources;

namespace Kubesharp.Store.Caching;

/// <summary>
/// A position in a cache's recent changes and a way to be woken when there is more; it holds no changes of its own. For one reader:
/// call <see cref="TryRead"/> until it returns false, then await <see cref="WaitAsync"/>.
/// </summary>
public sealed class CacheWatcher<T> : IValueTaskSource<bool>, IDisposable
    where T : class
{
    private readonly RevisionedView<T> _view;
    private ManualResetValueTaskSourceCore<bool> _wait;
    private CancellationTokenRegistration _cancellation;
    private EventChunk<T>? _chunk;
    private int _index;
    private readonly long _afterRevision;
    private long _delivered;
    private volatile bool _disposed;
    private volatile WatchEnd _end;
    private CancellationToken _cancelledBy;

    internal CacheWatcher(RevisionedView<T> view, WatchScope scope, EventChunk<T> chunk, int index, long afterRevision)
    {
        _view = view;
        Scope = scope;
        _chunk = chunk;
        _index = index;
        _delivered = afterRevision;
        _afterRevision = afterRevision;
    }

    /// <summary>What the watcher asked for.</summary>
    public WatchScope Scope { get; }

    /// <summary>Why the watch is over; <see cref="WatchEnd.None"/> while it is not.</summary>
    public WatchEnd End => _end;

    /// <summary>Slot in the list of waiting watchers, -1 when not waiting. Guarded by the view's lock.</summary>
    internal int WaiterIndex { get; set; } = -1;

    /// <summary>
    /// Takes the next changes in order. The span points into shared history and stays valid. False when there is nothing more for now,
    /// or when the watch has ended (see <see cref="End"/>).
    /// </summary>
    public bool TryRead(out ReadOnlySpan<ChangeEvent<T>> changes)
    {
        changes = default;
        if (_disposed) _end = WatchEnd.Closed;
        while (_end == WatchEnd.None)
        {
            var chunk = _chunk!;
            if (chunk.Dropped)
            {
                _end = WatchEnd.Gone;
                return false;
            }

            var count = chunk.Count;
            if (_index < count)
            {
                if (!TakeRun(chunk.Events.AsSpan(0, count), out changes)) continue;
                _delivered = changes[^1].Revision;
                return true;
            }

            if (chunk.Next is { } next)
            {
                // Only now is the count final.
                if (_index < chunk.Count) continue;
                _chunk = next;
                _index = 0;
            }
            else if (!chunk.Dropped)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>
    /// Waits until there may be something to read. False when the watch has ended. Returns true without anything to read after
    /// <see cref="Wake"/>.
    /// </summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<bool>(cancellationToken);
        _wait.Reset();
        _cancelledBy = default;
        var version = _wait.Version;
        if (!_view.TryPark(this)) return new ValueTask<bool>(_end == WatchEnd.None);
        if (cancellationToken.CanBeCanceled) RegisterCancellation(cancellationToken);
        return new ValueTask<bool>(this, version);
    }

    /// <summary>Ends the current wait, if any, so that the reader can look at its clock. May be called by anyone.</summary>
    public void Wake()
    {
        if (_view.TryUnpark(this)) CompleteWait();
    }

    /// <summary>
    /// The revision up to which the reader has been given everything, for bookmarks. False while there are unread changes. To be called
    /// by the reader after <see cref="TryRead"/> has returned false.
    /// </summary>
    public bool TryGetProgress(out long revision)
    {
        // The order matters: changes up to this revision were in the history before the revision was announced.
        revision = Math.Max(_view.Progress, _delivered);
        return _end == WatchEnd.None && !HasUnread(_chunk!, _index);
    }

    /// <summary>Ends the watch; a pending wait returns false.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _view.RemoveWatcher();
        if (!_view.TryUnpark(this)) return;
        _end = WatchEnd.Closed;
        CompleteWait();
    }

    /// <inheritdoc/>
    bool IValueTaskSource<bool>.GetResult(short token)
    {
        _cancellation.Dispose();
        _cancellation = default;
        return _wait.GetResult(token);
    }

    /// <inheritdoc/>
    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wait.GetStatus(token);

    /// <inheritdoc/>
    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    /// <summary>Called under the view's lock: everything before the given place is known not to concern this watcher.</summary>
    internal void MoveTo(EventChunk<T>? chunk, int index)
    {
        _chunk = chunk;
        _index = index;
    }

    /// <summary>Called under the view's lock by the reader: whether the reader has nothing to do but wait.</summary>
    internal bool IsCaughtUp()
    {
        if (_end != WatchEnd.None) return false;
        if (_disposed)
        {
            _end = WatchEnd.Closed;
            return false;
        }

        var chunk = _chunk!;
        if (chunk.Dropped) _end = WatchEnd.Gone;
        return _end == WatchEnd.None && !HasUnread(chunk, _index);
    }

    internal void CompleteWait()
    {
        if (_cancelledBy.IsCancellationRequested) _wait.SetException(new OperationCanceledException(_cancelledBy));
        else _wait.SetResult(_end == WatchEnd.None);
    }

    /// <summary>Called under the view's lock while the watcher waits, or by its reader.</summary>
    internal void MarkEnd(WatchEnd end) => _end = end;

    private static bool HasUnread(EventChunk<T> chunk, int index) => index < chunk.Count || chunk.Next is not null;

    private bool TakeRun(ReadOnlySpan<ChangeEvent<T>> events, out ReadOnlySpan<ChangeEvent<T>> run)
    {
        while (_index < events.Length && !Wanted(events[_index])) _index++;
        var start = _index;
        if (Scope.Kind == WatchScopeKind.All) _index = events.Length;
        else while (_index < events.Length && Wanted(events[_index])) _index++;
        run = events[start.._index];
        return run.Length > 0;
    }

    private bool Wanted(ChangeEvent<T> change) => change.Revision > _afterRevision && Scope.Includes(change, _view.IndexOf);

    private void RegisterCancellation(CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var watcher = (CacheWatcher<T>)state!;
                if (!watcher._view.TryUnpark(watcher)) return;
                watcher._cancelledBy = token;
                watcher.CompleteWait();
            },
            this);
    }
}
