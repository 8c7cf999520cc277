namespace Kubesharp.Store;

/// <summary>The outcome of a transaction. A failed guard is a value here, not an exception.</summary>
public readonly record struct CommitResult
{
    /// <summary>True when every guard held and all operations took effect.</summary>
    public bool Succeeded => FailedOperation < 0;

    /// <summary>Position of the first operation whose guard failed; -1 after success.</summary>
    public int FailedOperation { get; init; }

    /// <summary>
    /// After success the revision of the transaction, or the store's revision when nothing had to change; after a failed guard the
    /// revision at which it was compared.
    /// </summary>
    public long Revision { get; init; }

    /// <summary>
    /// After success what the first operation stored, or what it deleted (null when there was nothing). After a failed guard the
    /// current value of the key in question, null when it does not exist.
    /// </summary>
    public KeyValue? KeyValue { get; init; }

    internal static CommitResult Done(long revision, KeyValue? first) => new() { FailedOperation = -1, Revision = revision, KeyValue = first };

    internal static CommitResult GuardFailed(int operation, long revision, KeyValue? current) =>
        new() { FailedOperation = operation, Revision = revision, KeyValue = current };
}
