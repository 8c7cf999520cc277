namespace Kubesharp.Server.Strategies;

/// <summary>How a deletion goes on.</summary>
/// <param name="Graceful">The object first gets a deletionTimestamp and stays until its owner deletes it with a grace period of 0.</param>
/// <param name="GracePeriodSeconds">Seconds until the deletionTimestamp, when graceful.</param>
public readonly record struct DeletionDecision(bool Graceful, long GracePeriodSeconds)
{
    /// <summary>The object goes as soon as its finalizers are gone.</summary>
    public static DeletionDecision Immediate => default;

    public static DeletionDecision After(long seconds) => seconds > 0 ? new(true, seconds) : Immediate;
}
