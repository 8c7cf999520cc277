using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Policy.V1;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Controllers.Disruption;

/// <summary>The numbers of a disruption budget.</summary>
internal static class DisruptionBudget
{
    private const string DisruptionAllowed = "DisruptionAllowed";

    /// <summary>An eviction that has not become a deletion after this time never will.</summary>
    public static readonly TimeSpan DeletionTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Whether the budget is a share, for which the controllers of the pods must be asked how many pods there should be.</summary>
    public static bool NeedsScale(PodDisruptionBudget budget) => budget.Spec.MaxUnavailable is not null || budget.Spec.MinAvailable is { IsString: true };

    /// <summary>How many pods there should be, and how many of them healthy.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="pods">Number of pods it selects.</param>
    /// <param name="scale">Sum of the sizes that the controllers of the pods ask for, where <see cref="NeedsScale"/>.</param>
    public static (int Expected, int DesiredHealthy) Wanted(PodDisruptionBudget budget, int pods, int scale)
    {
        if (budget.Spec.MaxUnavailable is { } unavailable) return (scale, Math.Max(0, scale - (unavailable.Scale(scale, roundUp: true) ?? 0)));
        if (budget.Spec.MinAvailable is not { } available) return (0, 0);
        return available.IsString ? (scale, available.Scale(scale, roundUp: true) ?? 0) : (pods, available.Number);
    }

    /// <summary>The evicted pods that are still to be deleted, and the ones that were not deleted in time.</summary>
    public static (ValueMap<DateTimeOffset> Pending, List<Pod> Stale, TimeSpan? Next) Disrupted(PodDisruptionBudget budget, IEnumerable<Pod> pods, DateTimeOffset now)
    {
        var pending = new List<KeyValuePair<string, DateTimeOffset>>();
        var stale = new List<Pod>();
        TimeSpan? next = null;
        foreach (var pod in pods)
        {
            if (pod.IsTerminating() || !budget.Status.DisruptedPods.TryGetValue(pod.Metadata.Name, out var since)) continue;
            var left = since + DeletionTimeout - now;
            if (left < TimeSpan.Zero)
            {
                stale.Add(pod);
                continue;
            }

            pending.Add(new(pod.Metadata.Name, since));
            if (next is null || left < next) next = left;
        }

        return (pending.ToValueMap(), stale, next);
    }

    /// <summary>Pods that serve and are not about to be deleted.</summary>
    public static int CountHealthy(IEnumerable<Pod> pods, ValueMap<DateTimeOffset> disrupted, DateTimeOffset now) => pods.Count(pod =>
        !pod.IsTerminating() && pod.IsReady() && !(disrupted.TryGetValue(pod.Metadata.Name, out var since) && since + DeletionTimeout > now));

    /// <summary>The status with these numbers.</summary>
    public static PodDisruptionBudgetStatus Status(PodDisruptionBudget budget, int healthy, int desired, int expected, ValueMap<DateTimeOffset> disrupted, DateTimeOffset now)
    {
        // With no pods nothing is allowed, so that the first pods are safe before their number is known here.
        var allowed = expected <= 0 ? 0 : Math.Max(0, healthy - desired);
        var status = budget.Status with
        {
            CurrentHealthy = healthy,
            DesiredHealthy = desired,
            ExpectedPods = expected,
            DisruptionsAllowed = allowed,
            DisruptedPods = disrupted.Count == 0 ? default : disrupted,
            ObservedGeneration = budget.Metadata.Generation,
        };
        return WithCondition(status, allowed > 0 ? ConditionStatus.True : ConditionStatus.False, allowed > 0 ? "SufficientPods" : "InsufficientPods", "", now);
    }

    /// <summary>The status of a budget whose numbers could not be found out: nothing may be evicted.</summary>
    public static PodDisruptionBudgetStatus Failed(PodDisruptionBudget budget, string message, DateTimeOffset now) =>
        WithCondition(budget.Status with { DisruptionsAllowed = 0 }, ConditionStatus.False, "SyncFailed", message, now);

    private static PodDisruptionBudgetStatus WithCondition(PodDisruptionBudgetStatus status, string value, string reason, string message, DateTimeOffset now)
    {
        var condition = new Condition { Type = DisruptionAllowed, Status = value, Reason = reason, Message = message, ObservedGeneration = status.ObservedGeneration };
        return status with { Conditions = status.Conditions.With(condition, now) };
    }
}
