using Kubesharp.Api.Core.V1;

namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>Decides about pods by asking every rule about every node, from the bare objects and with nothing remembered.</summary>
internal static class ReferenceScheduler
{
    public static ReferenceDecision Decide(ReferenceCluster cluster, Pod pod)
    {
        if (cluster.Nodes.Count == 0) return new() { Message = "no nodes available to schedule pods" };
        var key = ReferenceCluster.KeyOf(pod);
        if (ReferenceFilters.OnPod(cluster, pod) is { } refused)
        {
            return new() { Message = $"0/{cluster.Nodes.Count} nodes are available: {refused.Reasons[0]}. not found" };
        }

        var start = new ReferenceBase(cluster, ReferenceFilters.Silent(cluster, pod));
        var names = ReferenceFilters.NamesOf(pod);
        if (cluster.Nominated.TryGetValue(key, out var mine) && cluster.Nodes.TryGetValue(mine.Node, out var promised) && names?.Contains(mine.Node) != false)
        {
            if (WithNominated(cluster, pod, promised, start) is null && AskExtender(cluster, pod, promised) is null) return new() { Feasible = [promised] };
        }

        var feasible = new List<Node>();
        var refusals = new Dictionary<string, Refusal>();
        foreach (var node in cluster.Nodes.Values)
        {
            if (names?.Contains(node.Metadata.Name) == false) refusals[node.Metadata.Name] = new("", false, "node(s) didn't satisfy plugin(s) [NodeAffinity]");
            else if ((WithNominated(cluster, pod, node, start) ?? AskExtender(cluster, pod, node)) is { } refusal) refusals[node.Metadata.Name] = refusal;
            else feasible.Add(node);
        }

        if (feasible.Count > 0)
        {
            var nodes = feasible.ToArray();
            return new() { Feasible = nodes, Scores = nodes.Length == 1 ? [] : ReferenceScores.Of(cluster, pod, nodes) };
        }

        var (after, preemptions) = Preempt(cluster, pod, refusals, start);
        return new() { Message = Histogram(cluster.Nodes.Count, refusals.Values) + after, Preemptions = preemptions };
    }

    /// <summary>The refusal of a node, on which pods that are nominated for it and go first may or may not be.</summary>
    private static Refusal? WithNominated(ReferenceCluster cluster, Pod pod, Node node, ReferenceBase start)
    {
        var first = cluster.Nominated.Where(entry =>
            entry.Value.Node == node.Metadata.Name && (entry.Value.Pod.Spec.Priority ?? 0) >= (pod.Spec.Priority ?? 0) && entry.Key != ReferenceCluster.KeyOf(pod)).ToArray();
        if (first.Length > 0)
        {
            var with = new ReferenceCluster(cluster);
            foreach (var (key, (other, _)) in first) with.Placed[key] = other with { Spec = other.Spec with { NodeName = node.Metadata.Name } };
            if (ReferenceFilters.OnNode(with, pod, node, start) is { } refusal) return refusal;
        }

        return ReferenceFilters.OnNode(cluster, pod, node, start);
    }

    private static Refusal? AskExtender(ReferenceCluster cluster, Pod pod, Node node) => cluster.HasExtender ? RandomExtender.Filter(pod, node.Metadata.Name) : null;

    private static string Histogram(int nodes, IEnumerable<Refusal> refusals)
    {
        var parts = refusals.SelectMany(refusal => refusal.Reasons).GroupBy(reason => reason).Select(group => $"{group.Count()} {group.Key}").Order(StringComparer.Ordinal).ToArray();
        return $"0/{nodes} nodes are available" + (parts.Length == 0 ? "" : $": {string.Join(", ", parts)}.");
    }

    private static (string Message, Dictionary<string, string[]> Preemptions) Preempt(ReferenceCluster cluster, Pod pod, Dictionary<string, Refusal> refusals, ReferenceBase start)
    {
        var prefix = $" {(pod.Spec.ResourceClaims.Count > 0 ? "still not schedulable" : "no new claims to deallocate")}, preemption: ";
        if (pod.Spec.PreemptionPolicy == "Never") return (prefix + "not eligible due to preemptionPolicy=Never.", []);
        if (cluster.Nominated.TryGetValue(ReferenceCluster.KeyOf(pod), out var mine) && cluster.Nodes.ContainsKey(mine.Node) && refusals[mine.Node].CanChange)
        {
            var isUnderWay = cluster.PodsOn(mine.Node).Any(other =>
                PriorityOf(other) < PriorityOf(pod) && other.Metadata.DeletionTimestamp is not null
                && other.Status.Conditions.Any(condition => condition is { Type: "DisruptionTarget", Status: "True", Reason: "PreemptionByScheduler" }));
            if (isUnderWay) return (prefix + "not eligible due to a terminating pod on the nominated node.", []);
        }

        var failures = new List<Refusal>();
        var candidates = new List<(string Node, Pod[] Victims, int Violations)>();
        foreach (var node in cluster.Nodes.Values)
        {
            if (!refusals[node.Metadata.Name].CanChange)
            {
                failures.Add(new("", false, "Preemption is not helpful for scheduling"));
                continue;
            }

            var (failure, victims, violations) = TryNode(cluster, pod, node, start);
            if (failure is not null) failures.Add(failure);
            else if (victims.Length > 0) candidates.Add((node.Metadata.Name, victims, violations));
            else failures.Add(new("", false, "Preemption is not helpful for scheduling"));
        }

        if (candidates.Count == 0) return ($"{prefix}{Histogram(cluster.Nodes.Count, failures)}", []);
        var best = candidates
            .GroupBy(one => (one.Violations, PriorityOf(one.Victims[0]), one.Victims.Sum(victim => PriorityOf(victim) + (long)int.MaxValue + 1), one.Victims.Length, -Earliest(one.Victims)))
            .MinBy(group => group.Key)!;
        return ("", best.ToDictionary(one => one.Node, one => one.Victims.Select(ReferenceCluster.KeyOf).Order(StringComparer.Ordinal).ToArray()));

        static long Earliest(Pod[] victims) => victims.Where(victim => PriorityOf(victim) == PriorityOf(victims[0])).Min(StartOf);
    }

    private static (Refusal? Failure, Pod[] Victims, int Violations) TryNode(ReferenceCluster cluster, Pod pod, Node node, ReferenceBase start)
    {
        var lower = cluster.PodsOn(node.Metadata.Name).Where(other => PriorityOf(other) < PriorityOf(pod)).OrderBy(other => -(long)PriorityOf(other)).ThenBy(StartOf).ToArray();
        if (lower.Length == 0) return (new("", false, "No preemption victims found for incoming pod"), [], 0);
        var without = new ReferenceCluster(cluster);
        foreach (var other in lower) without.Placed.Remove(ReferenceCluster.KeyOf(other));
        if (WithNominated(without, pod, node, start) is { } refusal) return (refusal, [], 0);
        var isProtected = Protect(cluster, lower);
        var victims = new List<Pod>();
        var violations = 0;
        foreach (var round in new[] { true, false })
        {
            foreach (var other in lower.Where(other => isProtected.Contains(other) == round))
            {
                without.Placed[ReferenceCluster.KeyOf(other)] = other;
                if (WithNominated(without, pod, node, start) is null) continue;
                without.Placed.Remove(ReferenceCluster.KeyOf(other));
                victims.Add(other);
                if (round) violations++;
            }
        }

        return (null, [.. victims.OrderBy(other => -(long)PriorityOf(other)).ThenBy(StartOf)], violations);
    }

    private static HashSet<Pod> Protect(ReferenceCluster cluster, Pod[] pods)
    {
        var left = cluster.Budgets.ToDictionary(entry => entry.Key, entry => entry.Value.Status.DisruptionsAllowed);
        var result = new HashSet<Pod>(ReferenceEqualityComparer.Instance);
        foreach (var pod in pods)
        {
            if (pod.Metadata.Labels.Count == 0) continue;
            foreach (var (key, budget) in cluster.Budgets)
            {
                if (budget.Metadata.Namespace != pod.Metadata.Namespace || Match.IsEmpty(budget.Spec.Selector) || !Match.Labels(budget.Spec.Selector, pod.Metadata.Labels)) continue;
                if (--left[key] < 0) result.Add(pod);
            }
        }

        return result;
    }

    private static int PriorityOf(Pod pod) => pod.Spec.Priority ?? 0;

    private static long StartOf(Pod pod) => (pod.Status.StartTime ?? DateTimeOffset.MaxValue).UtcTicks;
}
