using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>A node that would fit the pod without some of its pods.</summary>
internal sealed class PreemptionCandidate
{
    private readonly int _greatestPriority;
    private readonly long _sumOfPriorities;
    private readonly DateTimeOffset _earliestStart = DateTimeOffset.MaxValue;

    public PreemptionCandidate(NodeInfo node, List<PodInfo> victims, int budgetViolations)
    {
        Node = node;
        Victims = victims;
        BudgetViolations = budgetViolations;
        _greatestPriority = victims.Count > 0 ? victims[0].Priority : int.MinValue;
        foreach (var victim in victims)
        {
            // Shifted, so that more victims of negative priority do not look better than fewer.
            _sumOfPriorities += victim.Priority + (long)int.MaxValue + 1;
            if (victim.Priority == _greatestPriority && StartOf(victim) < _earliestStart) _earliestStart = StartOf(victim);
        }
    }

    public NodeInfo Node { get; }

    /// <summary>Pods that would have to go, the most important first.</summary>
    public List<PodInfo> Victims { get; }

    /// <summary>How many of them a disruption budget protects.</summary>
    public int BudgetViolations { get; }

    /// <summary>The candidate that does the least harm; the first of equals.</summary>
    public static PreemptionCandidate Best(IReadOnlyList<PreemptionCandidate> candidates)
    {
        var best = candidates[0];
        for (var i = 1; i < candidates.Count; i++)
        {
            if (candidates[i].CompareTo(best) < 0) best = candidates[i];
        }

        return best;
    }

    /// <summary>Order of importance: by priority, then the pod that has run longer.</summary>
    public static int CompareImportance(PodInfo left, PodInfo right)
    {
        var byPriority = right.Priority.CompareTo(left.Priority);
        return byPriority != 0 ? byPriority : StartOf(left).CompareTo(StartOf(right));
    }

    private static DateTimeOffset StartOf(PodInfo pod) => pod.Pod.Status.StartTime ?? DateTimeOffset.MaxValue;

    private int CompareTo(PreemptionCandidate other)
    {
        // 1. Fewer broken budgets. 2. Less important greatest victim. 3. Less priority in sum. 4. Fewer victims.
        // 5. Among the most important victims, the one that has run longest started later.
        var result = BudgetViolations.CompareTo(other.BudgetViolations);
        if (result == 0) result = _greatestPriority.CompareTo(other._greatestPriority);
        if (result == 0) result = _sumOfPriorities.CompareTo(other._sumOfPriorities);
        if (result == 0) result = Victims.Count.CompareTo(other.Victims.Count);
        return result != 0 ? result : other._earliestStart.CompareTo(_earliestStart);
    }
}
