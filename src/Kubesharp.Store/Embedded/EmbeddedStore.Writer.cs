namespace Kubesharp.Store.Embedded;

/// <content>The writer thread: the only one that evaluates, writes and publishes.</content>
public sealed partial class EmbeddedStore
{
    private void RunWriter()
    {
        var end = new StoreClosedException();
        try
        {
            while (_queue.Take(_batch, MaxBatch, MaxBatchBytes, block: !_scrubbing))
            {
                if (_batch.Count > 0) ProcessBatch();
                else if (_scrubbing) Scrub();
            }

            Log.Closed(_logger, _options.Path, Revision);
        }
        catch (Exception exception)
        {
            // The disk is in an unknown state: nothing more is written, and nobody is left waiting.
            Log.Failed(_logger, _options.Path, exception);
            end = new StoreClosedException("the store failed and was closed: " + exception.Message, exception);
            _queue.Close(end);
            FailBatch(end);
            while (_queue.Take(_batch, MaxBatch, MaxBatchBytes, block: false) && _batch.Count > 0) FailBatch(end);
        }
        finally
        {
            State.Close(end);
            _log.Dispose();
            _lock.Dispose();
            _writerEnded.SetResult();
        }
    }

    /// <summary>One group commit. Throws when the store cannot go on; a full disk only fails the batch.</summary>
    private void ProcessBatch()
    {
        try
        {
            foreach (var request in _batch)
                if (request is CommitRequest commit)
                    State.Evaluate(commit);
            WriteChanges();
        }
        catch (StoreFullException exception)
        {
            State.Discard();
            Log.BatchFailed(_logger, _batch.Count, exception);
            FailBatch(exception);
            if (_scrubbing) Scrub();
            return;
        }

        State.Publish();
        foreach (var request in _batch)
        {
            if (request is CompactRequest compact) Compact(compact);
            else request.Complete();
        }

        _batch.Clear();
    }

    private void WriteChanges()
    {
        if (State.Changes.Count == 0) return;
        try
        {
            _log.Begin();
            foreach (var change in State.Changes) _log.Append(change);
            var more = _scrubbing && _log.Scrub(Math.Max(ScrubSlice, 2 * State.Changes.Count));
            _log.Commit();
            _scrubbing = more;
        }
        catch (StoreException)
        {
            _log.Rollback();
            throw;
        }
    }

    private void Compact(CompactRequest request)
    {
        try
        {
            State.CheckCompaction(request.Revision);
            _log.SetCompacted(request.Revision);
        }
        catch (Exception exception) when (exception is CompactedException or FutureRevisionException or StoreFullException)
        {
            _log.Rollback();
            request.Fail(exception);
            return;
        }

        State.Compact(request.Revision);
        _scrubbing = true;
        request.Complete();
    }

    private void Scrub()
    {
        try
        {
            _log.Begin();
            var more = _log.Scrub(IdleScrubSlice);
            _log.Commit();
            _scrubbing = more;
        }
        catch (StoreFullException exception)
        {
            _log.Rollback();
            _scrubbing = false;
            Log.ScrubFailed(_logger, exception);
        }
    }

    private void FailBatch(Exception exception)
    {
        foreach (var request in _batch) request.Fail(exception);
        _batch.Clear();
    }
}
