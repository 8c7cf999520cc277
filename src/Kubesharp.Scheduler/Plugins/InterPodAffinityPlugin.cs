using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>
/// Affinity and anti-affinity to other pods. Required terms of the pod and required anti-affinity of pods that are already placed decide;
/// preferred terms of both sides, and required affinity of placed pods, make up the score.
/// </summary>
/// <param name="cluster">Nodes and their pods.</param>
/// <param name="hardAffinityWeight">Score of a required affinity term of a placed pod that the pod matches.</param>
/// <param name="ignorePlacedPreferences">Whether preferences of placed pods do not count for pods without preferences.</param>
public sealed class InterPodAffinityPlugin(ClusterState cluster, int hardAffinityWeight, bool ignorePlacedPreferences = false)
    : SchedulerPlugin, IPreFilterPlugin, IPreFilterExtensions, IFilterPlugin, IPreScorePlugin, IScorePlugin, IQueueingHintPlugin
{
    private static readonly Verdict NoAffinity = Verdict.Unresolvable(PluginNames.InterPodAffinity, "node(s) didn't match pod affinity rules");
    private static readonly Verdict AntiAffinity = Verdict.Unschedulable(PluginNames.InterPodAffinity, "node(s) didn't match pod anti-affinity rules");
    private static readonly Verdict Existing = Verdict.Unschedulable(PluginNames.InterPodAffinity, "node(s) didn't satisfy existing pods anti-affinity rules");

    public override string Name => PluginNames.InterPodAffinity;

    public override bool HasDefaultArguments => hardAffinityWeight == 1 && !ignorePlacedPreferences;

    public PreFilterResult PreFilter(CycleState state, PodInfo pod)
    {
        var required = new Required();
        var hasTerms = pod.Class.RequiredAffinity.Length > 0 || pod.Class.RequiredAntiAffinity.Length > 0;
        if (hasTerms || cluster.PodsWithRequiredAntiAffinity > 0)
        {
            foreach (var node in cluster.Nodes)
            {
                if (!hasTerms && node.PodsWithRequiredAntiAffinity == 0) continue;
                foreach (var other in node.Pods) Count(required, pod, other, node, 1);
            }
        }

        if (!hasTerms && required.Existing.Count == 0) return PreFilterResult.Skip;
        state.Set(this, required);
        return PreFilterResult.Continue;
    }

    public void AddPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node)
    {
        if (state.Get<Required>(this) is { } required) Count(required, pod, added, node, 1);
    }

    public void RemovePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node)
    {
        if (state.Get<Required>(this) is { } required) Count(required, pod, removed, node, -1);
    }

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        var required = state.Get<Required>(this)!;
        var labels = node.Node.Metadata.Labels;
        var terms = pod.Class.RequiredAffinity;
        if (terms.Length > 0)
        {
            var podsExist = true;
            foreach (var term in terms)
            {
                if (!labels.TryGetValue(term.TopologyKey, out var value)) return NoAffinity;
                if (required.Affinity[term.TopologyKey, value] <= 0) podsExist = false;
            }

            // The first of a group of pods that want to be together must be allowed somewhere.
            if (!podsExist && (required.Affinity.Count > 0 || !MatchesAll(terms, pod))) return NoAffinity;
        }

        if (required.AntiAffinity.Count > 0)
        {
            foreach (var term in pod.Class.RequiredAntiAffinity)
            {
                if (labels.TryGetValue(term.TopologyKey, out var value) && required.AntiAffinity[term.TopologyKey, value] > 0) return AntiAffinity;
            }
        }

        return required.Existing.Count > 0 && required.Existing.AnyIn(labels) ? Existing : null;
    }

    public bool PreScore(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes)
    {
        var hasPreferences = pod.Class.PreferredAffinity.Length > 0 || pod.Class.PreferredAntiAffinity.Length > 0;
        if (!hasPreferences && (ignorePlacedPreferences || cluster.PodsWithAffinity == 0)) return false;
        var preferred = new Preferred();
        foreach (var node in cluster.Nodes)
        {
            if (!hasPreferences && node.PodsWithAffinity == 0) continue;
            foreach (var other in node.Pods)
            {
                if (hasPreferences || other.Class.HasAnyAffinity) Weigh(preferred, pod, other, node);
            }
        }

        if (preferred.IsEmpty) return false;
        state.Set(this, preferred);
        return true;
    }

    public long Score(CycleState state, PodInfo pod, NodeInfo node) => state.Get<Preferred>(this)!.SumOf(node.Node.Metadata.Labels);

    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores)
    {
        var least = long.MaxValue;
        var most = long.MinValue;
        foreach (var score in scores)
        {
            least = Math.Min(least, score);
            most = Math.Max(most, score);
        }

        var range = most - least;
        for (var i = 0; i < scores.Length; i++) scores[i] = range > 0 ? (long)(Scores.Max * ((double)(scores[i] - least) / range)) : 0;
    }

    public bool MayHelp(PodInfo pod, in ClusterChange change)
    {
        switch (change.Target)
        {
            case ChangeTarget.Node:
                return change.New is Node after && (change.Old is not Node before || before.Metadata.Labels != after.Metadata.Labels);
            case ChangeTarget.AssignedPod:
                var isGone = change.Action == ChangeAction.Deleted;
                var other = cluster.NewPod((Pod)(change.New ?? change.Old)!);
                if (!isGone && MatchesAll(pod.Class.RequiredAffinity, other)) return true;
                if (change is { Action: ChangeAction.Updated, Old: Pod old, New: Pod now } && old.Metadata.Labels == now.Metadata.Labels) return false;
                return change.Action != ChangeAction.Added && (MatchesAny(pod.Class.RequiredAntiAffinity, other) || MatchesAny(other.Class.RequiredAntiAffinity, pod));
            case ChangeTarget.Namespace:
                return true;
            default:
                return change is { Target: ChangeTarget.WaitingPod, New: Pod self } && PodInfo.KeyOf(self) == pod.Key;
        }
    }

    private void Count(Required required, PodInfo pod, PodInfo other, NodeInfo node, int sign)
    {
        var labels = node.Node.Metadata.Labels;
        foreach (var term in other.Class.RequiredAntiAffinity)
        {
            if (term.Matches(pod, cluster)) required.Existing.Add(term.TopologyKey, labels, sign);
        }

        var affinity = pod.Class.RequiredAffinity;
        if (affinity.Length > 0 && MatchesAll(affinity, other))
        {
            foreach (var term in affinity) required.Affinity.Add(term.TopologyKey, labels, sign);
        }

        foreach (var term in pod.Class.RequiredAntiAffinity)
        {
            if (term.MatchesPlaced(other, cluster)) required.AntiAffinity.Add(term.TopologyKey, labels, sign);
        }
    }

    private void Weigh(Preferred preferred, PodInfo pod, PodInfo other, NodeInfo node)
    {
        var labels = node.Node.Metadata.Labels;
        AddOwn(pod.Class.PreferredAffinity, 1);
        AddOwn(pod.Class.PreferredAntiAffinity, -1);
        if (hardAffinityWeight > 0)
        {
            foreach (var term in other.Class.RequiredAffinity)
            {
                if (term.Matches(pod, cluster)) preferred.Add(term.TopologyKey, labels, hardAffinityWeight);
            }
        }

        AddTheirs(other.Class.PreferredAffinity, 1);
        AddTheirs(other.Class.PreferredAntiAffinity, -1);

        void AddOwn(AffinityTerm[] terms, int sign)
        {
            foreach (var term in terms)
            {
                if (term.MatchesPlaced(other, cluster)) preferred.Add(term.TopologyKey, labels, sign * term.Weight);
            }
        }

        void AddTheirs(AffinityTerm[] terms, int sign)
        {
            foreach (var term in terms)
            {
                if (term.Matches(pod, cluster)) preferred.Add(term.TopologyKey, labels, sign * term.Weight);
            }
        }
    }

    private bool MatchesAll(AffinityTerm[] terms, PodInfo pod)
    {
        foreach (var term in terms)
        {
            if (!term.MatchesPlaced(pod, cluster)) return false;
        }

        return terms.Length > 0;
    }

    private bool MatchesAny(AffinityTerm[] terms, PodInfo pod)
    {
        foreach (var term in terms)
        {
            if (term.Matches(pod, cluster)) return true;
        }

        return false;
    }

    private sealed class Required
    {
        /// <summary>How many required anti-affinity terms of placed pods the pod matches.</summary>
        public TopologyCounts Existing { get; } = new();

        /// <summary>How many placed pods match all required affinity terms of the pod.</summary>
        public TopologyCounts Affinity { get; } = new();

        /// <summary>How many placed pods match a required anti-affinity term of the pod.</summary>
        public TopologyCounts AntiAffinity { get; } = new();
    }

    /// <summary>Sums of weights by label and value. Unlike counts they stay when they come to zero: the plugin has had its say then.</summary>
    private sealed class Preferred
    {
        private readonly Dictionary<string, Dictionary<string, long>> _sums = [];

        public bool IsEmpty => _sums.Count == 0;

        public void Add(string key, Kubesharp.Api.ValueMap<string> labels, long weight)
        {
            if (!labels.TryGetValue(key, out var value)) return;
            if (!_sums.TryGetValue(key, out var values)) _sums.Add(key, values = []);
            values[value] = values.GetValueOrDefault(value) + weight;
        }

        public long SumOf(Kubesharp.Api.ValueMap<string> labels)
        {
            long sum = 0;
            foreach (var (key, values) in _sums)
            {
                if (labels.TryGetValue(key, out var value)) sum += values.GetValueOrDefault(value);
            }

            return sum;
        }
    }
}
