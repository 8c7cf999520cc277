namespace Kubesharp.Client;

/// <summary>How a reconcile ended. Failure is an exception; this is only about success.</summary>
public readonly record struct ReconcileResult
{
    /// <summary>The key comes again when something changes.</summary>
    public static ReconcileResult Done => default;

    /// <summary>When the key comes again without a change; zero for never.</summary>
    public TimeSpan After { get; private init; }

    /// <summary>The key comes again after a time.</summary>
    /// <param name="after">Time to wait; must be positive.</param>
    public static ReconcileResult RequeueAfter(TimeSpan after)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(after, TimeSpan.Zero);
        return new ReconcileResult { After = after };
    }
}
