using System.Text;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Makes room for a pod by removing pods of lower priority from the node where that does the least harm.</summary>
/// <param name="cluster">Nodes and their pods.</param>
/// <param name="random">Where the search starts.</param>
/// <param name="minCandidatesPercentage">Candidates that are enough, in percent of the nodes.</param>
/// <param name="minCandidates">Candidates that are enough at least.</param>
public sealed class DefaultPreemptionPlugin(ClusterState cluster, Random random, int minCandidatesPercentage = 10, int minCandidates = 100)
    : SchedulerPlugin, IPostFilterPlugin, IFrameworkPlugin
{
    private const string Reason = "PreemptionByScheduler";

    private static readonly Verdict NoVictims = Verdict.Unresolvable(PluginNames.DefaultPreemption, "No preemption victims found for incoming pod");
    private static readonly Verdict NotHelpful = Verdict.Unresolvable(PluginNames.DefaultPreemption, "Preemption is not helpful for scheduling");

    private readonly PreemptionMemory _memory = new(cluster);
    private SchedulingFramework _framework = null!;

    public override string Name => PluginNames.DefaultPreemption;

    public void Attach(SchedulingFramework framework) => _framework = framework;

    public PostFilterResult PostFilter(CycleState state, PodInfo pod, Diagnosis diagnosis)
    {
        if (WhyNotEligible(pod, diagnosis) is { } reason) return new(Refuse(reason));
        var verdicts = new Dictionary<Verdict, int>(ReferenceEqualityComparer.Instance);
        var candidates = FindCandidates(state, pod, diagnosis, verdicts);
        if (candidates.Count == 0) return new(Refuse(Explain(verdicts))) { NominatedNode = "" };
        if (!_framework.Extenders.IsEmpty)
        {
            candidates = _framework.Extenders.Preempt(pod, candidates, out var failure);
            if (failure is not null) return new(failure);
            if (candidates.Count == 0) return new(Refuse("no candidate node for preemption"));
        }

        var best = PreemptionCandidate.Best(candidates);
        return new(Verdict: null) { NominatedNode = best.Node.Name, Victims = best.Victims };
    }

    private static Verdict Refuse(string reason) => Verdict.Unschedulable(PluginNames.DefaultPreemption, "preemption: " + reason);

    private static bool IsBeingPreempted(Pod pod) =>
        pod.IsTerminating() && pod.Status.GetCondition(PodConditionType.DisruptionTarget) is { Status: ConditionStatus.True, Reason: Reason };

    private string? WhyNotEligible(PodInfo pod, Diagnosis diagnosis)
    {
        if (pod.Class.Spec.PreemptionPolicy == PreemptionPolicy.Never) return "not eligible due to preemptionPolicy=Never.";
        var nominated = cluster.NominationOf(pod.Key);
        if (nominated.Length == 0 || cluster.FindNode(nominated) is not { } node) return null;
        if (diagnosis.For(node)?.Code == VerdictCode.Unresolvable) return null;
        foreach (var other in node.Pods)
        {
            if (other.Priority < pod.Priority && IsBeingPreempted(other.Pod)) return "not eligible due to a terminating pod on the nominated node.";
        }

        return null;
    }

    private List<PreemptionCandidate> FindCandidates(CycleState state, PodInfo pod, Diagnosis diagnosis, Dictionary<Verdict, int> verdicts)
    {
        var candidates = new List<PreemptionCandidate>();
        var nodes = diagnosis.FindPreemptable(cluster);
        if (nodes.Count == 0) return candidates;
        if (cluster.LowestPriority >= pod.Priority)
        {
            // No node has anybody to remove.
            verdicts[NoVictims] = nodes.Count;
            return candidates;
        }

        var budgets = Budgets();
        var wanted = Math.Min(nodes.Count, Math.Max(nodes.Count * minCandidatesPercentage / 100, minCandidates));
        var known = diagnosis.IsLocal ? _memory.For(pod) : null;
        var harmless = false;
        foreach (var (node, isPlain) in nodes.From(random.Next(nodes.Places)))
        {
            if (candidates.Count >= wanted && harmless) break;
            var outcome = known is null || !isPlain ? TryNode(state, pod, node, budgets) : Recall(known, state, pod, node, budgets);
            if (outcome.Verdict is { } verdict) verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + 1;
            if (outcome.Candidate is not { } candidate) continue;
            candidates.Add(candidate);
            harmless |= candidate.BudgetViolations == 0;
        }

        return candidates;
    }

    private PreemptionMemory.Entry Recall(PreemptionMemory.Entry[] known, CycleState state, PodInfo pod, NodeInfo node, List<Budget> budgets)
    {
        ref var entry = ref known[node.Index];
        if (entry.Stamp != node.Stamp) entry = TryNode(state, pod, node, budgets);
        return entry;
    }

    /// <summary>Takes all less important pods away, and gives back as many as can stay, the protected and the important first.</summary>
    private PreemptionMemory.Entry TryNode(CycleState state, PodInfo pod, NodeInfo node, List<Budget> budgets)
    {
        var lower = new List<PodInfo>();
        foreach (var other in node.Pods)
        {
            if (other.Priority < pod.Priority) lower.Add(other);
        }

        if (lower.Count == 0) return new(node.Stamp, NoVictims, null);
        foreach (var other in lower) _framework.RemovePod(state, pod, other, node);
        var victims = new List<PodInfo>();
        var violations = 0;
        var verdict = _framework.FilterWithNominated(state, pod, node);
        if (verdict is null)
        {
            lower.Sort(PreemptionCandidate.CompareImportance);
            var isProtected = FindProtected(lower, budgets);
            for (var round = 0; round < 2; round++)
            {
                for (var i = 0; i < lower.Count; i++)
                {
                    if (isProtected[i] != (round == 0)) continue;
                    _framework.AddPod(state, pod, lower[i], node);
                    if (_framework.FilterWithNominated(state, pod, node) is null) continue;
                    _framework.RemovePod(state, pod, lower[i], node);
                    victims.Add(lower[i]);
                    if (round == 0) violations++;
                }
            }
        }

        // Everything as it was.
        foreach (var other in verdict is null ? victims : lower) _framework.AddPod(state, pod, other, node);
        victims.Sort(PreemptionCandidate.CompareImportance);
        return new(node.Stamp, verdict, victims.Count > 0 ? new(node, victims, violations) : null);
    }

    private List<Budget> Budgets()
    {
        var budgets = new List<Budget>();
        foreach (var budget in cluster.DisruptionBudgets.All())
        {
            if (Selector.TryFrom(budget.Spec.Selector, out var selector, out _) && !selector.Requirements.IsEmpty) budgets.Add(new(budget, selector));
        }

        return budgets;
    }

    private static bool[] FindProtected(List<PodInfo> pods, List<Budget> budgets)
    {
        var result = new bool[pods.Count];
        var left = new int[budgets.Count];
        for (var i = 0; i < left.Length; i++) left[i] = budgets[i].Value.Status.DisruptionsAllowed;
        for (var p = 0; p < result.Length; p++)
        {
            var metadata = pods[p].Pod.Metadata;
            if (metadata.Labels.Count == 0) continue;
            for (var i = 0; i < left.Length; i++)
            {
                var (budget, selector) = budgets[i];
                if (budget.Metadata.Namespace != metadata.Namespace || !selector.Matches(metadata.Labels)) continue;
                // A pod that is known to go has been counted already.
                if (budget.Status.DisruptedPods.ContainsKey(metadata.Name)) continue;
                if (--left[i] < 0) result[p] = true;
            }
        }

        return result;
    }

    private string Explain(Dictionary<Verdict, int> verdicts)
    {
        var counts = new Dictionary<string, int>();
        foreach (var (verdict, nodes) in verdicts) Diagnosis.Count(counts, verdict, nodes);
        Diagnosis.Count(counts, NotHelpful, cluster.NodeCount - verdicts.Values.Sum());
        var text = new StringBuilder();
        text.Append("0/").Append(cluster.NodeCount).Append(" nodes are available");
        Diagnosis.AppendHistogram(text, counts);
        return text.ToString();
    }

    private sealed record Budget(PodDisruptionBudget Value, Selector Selector);
}
