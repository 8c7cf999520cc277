using System.Threading.Tasks.Sources;

namespace Kubesharp.Store.Embedded;

/// <summary>
/// Something the writer was asked to do. Completed once, by the writer; whoever waits goes on in the thread pool, never on the writer.
/// </summary>
internal abstract class StoreRequest : IValueTaskSource<CommitResult>
{
    private ManualResetValueTaskSourceCore<CommitResult> _completion = new() { RunContinuationsAsynchronously = true };

    /// <summary>What the request will be answered with once the batch is durable.</summary>
    public CommitResult Result { get; set; }

    /// <summary>Bytes the request adds to a batch.</summary>
    public virtual int Size => 0;

    public void Complete() => _completion.SetResult(Result);

    public void Fail(Exception exception) => _completion.SetException(exception);

    public ValueTask<CommitResult> AsResultTask() => new(this, _completion.Version);

    CommitResult IValueTaskSource<CommitResult>.GetResult(short token) => _completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);
}
