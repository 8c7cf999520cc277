using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers.Jobs;

/// <summary>Failures of a job's pods since its last success, which hold back new pods.</summary>
/// <param name="Failures">Failed pods since the last one that succeeded.</param>
/// <param name="LastFailure">When the last of them failed; null when there is none.</param>
internal sealed record FailureBackoff(int Failures, DateTimeOffset? LastFailure)
{
    public static readonly FailureBackoff None = new(0, null);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>The record after more pods have ended.</summary>
    public FailureBackoff After(IReadOnlyCollection<Pod> succeeded, IReadOnlyCollection<Pod> failed)
    {
        if (succeeded.Count == 0) return failed.Count == 0 ? this : new(Failures + failed.Count, failed.Max(JobPods.FinishedAt));
        var lastSuccess = succeeded.Max(JobPods.FinishedAt);
        var later = failed.Select(JobPods.FinishedAt).Where(time => time > lastSuccess).ToList();
        return later.Count == 0 ? None : new(later.Count, later.Max());
    }

    /// <summary>Time until pods may be created again.</summary>
    public TimeSpan Remaining(DateTimeOffset now) => LastFailure is { } last ? Remaining(Failures, last, now) : TimeSpan.Zero;

    /// <summary>Time to wait after a number of failures: ten seconds after the first, doubling up to ten minutes.</summary>
    public static TimeSpan Remaining(int failures, DateTimeOffset lastFailure, DateTimeOffset now)
    {
        if (failures == 0) return TimeSpan.Zero;
        var delay = First;
        for (var i = 1; i < failures && delay < Longest; i++) delay *= 2;
        var left = (delay < Longest ? delay : Longest) - (now - lastFailure);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
