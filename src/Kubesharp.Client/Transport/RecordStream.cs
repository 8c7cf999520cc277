using System.Threading.Channels;

namespace Kubesharp.Client;

/// <summary>
/// The changes of a watch as records, on their way from a server to a client in the same process. It holds only so many: the server
/// waits for a slow reader, as it does for a connection.
/// </summary>
public sealed class RecordStream
{
    private const int MaxBatches = 16;

    private readonly Channel<IReadOnlyList<RecordEvent>> _batches = Channel.CreateBounded<IReadOnlyList<RecordEvent>>(
        new BoundedChannelOptions(MaxBatches) { SingleReader = true, SingleWriter = true });

    /// <summary>Adds changes when there is room for them.</summary>
    public ValueTask WriteAsync(IReadOnlyList<RecordEvent> batch, CancellationToken cancellationToken) => _batches.Writer.WriteAsync(batch, cancellationToken);

    /// <summary>Ends the stream; the error, if any, is thrown to the reader after the last change.</summary>
    public void Complete(Exception? error = null) => _batches.Writer.TryComplete(error);

    /// <summary>The changes in order, until the stream ends.</summary>
    public IAsyncEnumerable<IReadOnlyList<RecordEvent>> ReadAllAsync(CancellationToken cancellationToken) => _batches.Reader.ReadAllAsync(cancellationToken);
}
