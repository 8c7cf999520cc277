using Kubesharp.Store.Caching;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Store.Embedded;

/// <summary>
/// The default engine: content in memory, every change in an SQLite file. One writer thread takes all waiting transactions into one
/// durable commit, shows the result to readers and observers, and only then acknowledges it. Reads come from memory.
/// </summary>
public sealed partial class EmbeddedStore : StoreBase
{
    /// <summary>Most transactions in one durable commit, so that the first of them does not wait long for the last.</summary>
    private const int MaxBatch = 512;

    /// <summary>About the most bytes of values in one durable commit.</summary>
    private const int MaxBatchBytes = 16 << 20;

    /// <summary>Fewest rows that physical compaction visits within a batch; at least twice as many as the batch adds, so it keeps up.</summary>
    private const int ScrubSlice = 64;

    /// <summary>Rows that physical compaction visits at a time when there is nothing else to do.</summary>
    private const int IdleScrubSlice = 512;

    private readonly EmbeddedStoreOptions _options;
    private readonly ILogger _logger;
    private readonly DataFileLock _lock;
    private readonly SqliteLog _log;
    private readonly WriteQueue _queue;
    private readonly TaskCompletionSource _writerEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<StoreRequest> _batch = [];
    private bool _scrubbing;

    private EmbeddedStore(EmbeddedStoreOptions options, TimeProvider time, ILogger logger, DataFileLock fileLock, SqliteLog log)
        : base(options.MemoryHistory, time)
    {
        _options = options;
        _logger = logger;
        _lock = fileLock;
        _log = log;
        _queue = new WriteQueue(options.QueueCapacity);
    }

    /// <summary>Opens the data file, creating it when missing, and reads all of it.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="timeProvider">The clock for expiry, history age and compaction.</param>
    /// <param name="logger">Told of opening, closing and failures.</param>
    /// <param name="cancellationToken">Gives up before the file is opened.</param>
    /// <exception cref="StoreInUseException">Another process has the file open.</exception>
    /// <exception cref="StoreCorruptException">The file is damaged or not one of this store's.</exception>
    /// <exception cref="StoreException">The file cannot be opened, for the reason in the message.</exception>
    public static Task<EmbeddedStore> OpenAsync(
        EmbeddedStoreOptions options, TimeProvider timeProvider, ILogger logger, CancellationToken cancellationToken = default) =>
        Task.Run(() => Open(options, timeProvider, logger), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<CommitResult> CommitAsync(StoreOperation operation, CancellationToken cancellationToken = default) =>
        SubmitAsync(new CommitRequest(operation), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<CommitResult> CommitAsync(
        IReadOnlyList<StoreOperation> operations, CancellationToken cancellationToken = default) =>
        SubmitAsync(new CommitRequest(operations), cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default) =>
        await SubmitAsync(new CompactRequest(revision), cancellationToken).ConfigureAwait(false);

    private protected override async ValueTask<RangeResult> RangeBeyondMemoryAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        var result = await Task.Run(() => SqliteLog.ReadRange(_options.Path, query, cancellationToken), cancellationToken).ConfigureAwait(false);

        // Rows are removed only after the compacted revision was raised: if it still permits the read, nothing was missing.
        State.CheckReadable(query.Revision);
        return result;
    }

    private protected override async ValueTask<IStoreWatch> WatchBeyondMemoryAsync(
        string prefix, long afterRevision, CancellationToken cancellationToken)
    {
        CacheWatcher<KeyValue>? watcher;
        long seam;
        do
        {
            seam = State.OldestInMemory;
            watcher = State.TryWatch(seam);
        }
        while (watcher is null);

        try
        {
            var fromDisk = await Task.Run(
                () => SqliteLog.ReadChanges(_options.Path, prefix, afterRevision, seam, cancellationToken), cancellationToken).ConfigureAwait(false);
            State.CheckReadable(afterRevision);
            return new StoreWatch(State, watcher, prefix, seam, fromDisk);
        }
        catch
        {
            watcher.Dispose();
            throw;
        }
    }

    private protected override async ValueTask CloseAsync()
    {
        _queue.Close(new StoreClosedException());
        await _writerEnded.Task.ConfigureAwait(false);
    }

    private static EmbeddedStore Open(EmbeddedStoreOptions options, TimeProvider time, ILogger logger)
    {
        DataFileLock? fileLock = null;
        SqliteLog? log = null;
        try
        {
            var start = time.GetTimestamp();
            if (Path.GetDirectoryName(Path.GetFullPath(options.Path)) is { } folder) Directory.CreateDirectory(folder);
            fileLock = DataFileLock.Take(options.Path);
            log = SqliteLog.Open(options.Path, options.MaxFileBytes);
            var store = new EmbeddedStore(options, time, logger, fileLock, log);
            log.Load(store.State, options.MemoryHistory.MaxEvents);
            Log.Opened(logger, options.Path, store.Revision, store.CompactedRevision, time.GetElapsedTime(start).TotalMilliseconds);
            store.Start();
            return store;
        }
        catch (Exception exception)
        {
            log?.Dispose();
            fileLock?.Dispose();
            if (exception is UnauthorizedAccessException or IOException)
                throw new StoreException($"cannot open data file {options.Path}: {exception.Message}", exception);
            throw;
        }
    }

    private void Start()
    {
        _scrubbing = true;
        var writer = new Thread(RunWriter) { IsBackground = true, Name = "store writer" };
        writer.Start();
        StartMaintenance(_options.HistoryRetention, _options.ExpirySweep, _logger);
    }

    private ValueTask<CommitResult> SubmitAsync(StoreRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _queue.TryEnqueue(request) ? request.AsResultTask() : SubmitSlowAsync(request, cancellationToken);
    }

    private async ValueTask<CommitResult> SubmitSlowAsync(StoreRequest request, CancellationToken cancellationToken)
    {
        await _queue.EnqueueSlowAsync(request, cancellationToken).ConfigureAwait(false);
        return await request.AsResultTask().ConfigureAwait(false);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Opened data file {Path} at revision {Revision}, compacted to {Compacted}, in {Milliseconds:F0} ms")]
        public static partial void Opened(ILogger logger, string path, long revision, long compacted, double milliseconds);

        [LoggerMessage(2, LogLevel.Information, "Closed data file {Path} at revision {Revision}")]
        public static partial void Closed(ILogger logger, string path, long revision);

        [LoggerMessage(3, LogLevel.Error, "Failed to write {Count} transactions")]
        public static partial void BatchFailed(ILogger logger, int count, Exception exception);

        [LoggerMessage(4, LogLevel.Critical, "Closed data file {Path} after a failure")]
        public static partial void Failed(ILogger logger, string path, Exception exception);

        [LoggerMessage(5, LogLevel.Warning, "Stopped removing compacted rows until the next compaction")]
        public static partial void ScrubFailed(ILogger logger, Exception exception);
    }
}
