using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Server.Storage;
using Kubesharp.Server.Wire;
using Kubesharp.Store;

namespace Kubesharp.Server.Rest;

/// <summary>Hands the events of one watch over as records, to a client in the process.</summary>
internal sealed class WatchRecords(RestTarget target, ResponseFormat format, IRecordExchange exchange) : WatchOutput
{
    private const int MaxBatch = 256;

    private List<RecordEvent> _batch = [];
    private RecordStream? _stream;
    private Status? _error;

    public override bool IsEmpty => _batch.Count == 0 && _error is null;

    public override bool IsFull => _batch.Count >= MaxBatch;

    public override void Write(ChangeType type, StoredObject value) => _batch.Add(new RecordEvent(
        type switch
        {
            ChangeType.Added => WatchEventType.Added,
            ChangeType.Modified => WatchEventType.Modified,
            _ => WatchEventType.Deleted,
        },
        target.RecordOf(value, format)));

    public override void WriteBookmark(long revision, string? annotation) =>
        _batch.Add(new RecordEvent(WatchEventType.Bookmark, new PartialObjectMetadata { Metadata = BookmarkMetadata(revision, annotation) }));

    public override void WriteError(Status status) => _error = status;

    public override async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        _stream ??= exchange.AnswerStream();
        if (_batch.Count > 0)
        {
            var batch = _batch;
            _batch = [];
            await _stream.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        if (_error is not null) _stream.Complete(new StatusException(_error));
        return _error is null;
    }
}
