using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Engine;
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
    : SchedulerPlugin, IPreFilterPlugin, IPreFilterExtensions, IFilterPlugin, IPreScorePlugin, IScorePlugin, IQueueingHintPlugin, ITopologyPlugin
{
    private static readonly Verdict NoAffinity = Verdict.Unresolvable(PluginNames.InterPodAffinity, "node(s) didn't match pod affinity rules");
    private static readonly Verdict AntiAffinity = Verdict.Unschedulable(PluginNames.InterPodAffinity, "node(s) didn't match pod anti-affinity rules");
    private static readonly Verdict Existing = Verdict.Unschedulable(PluginNames.InterPodAffinity, "node(s) didn't satisfy existing pods anti-affinity rules");

    private readonly List<AffinityEffect> _effects = [];

    public override string Name => PluginNames.InterPodAffinity;

    public override bool HasDefaultArguments => hardAffinityWeight == 1 && !ignorePlacedPreferences;

    public PreFilterResult PreFilter(CycleState state, PodInfo pod)
    {
        var required = new RequiredAffinity();
        var hasTerms = HasRequiredTerms(pod);
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
        if (state.Get<RequiredAffinity>(this) is { } required) Count(required, pod, added, node, 1);
    }

    public void RemovePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node)
    {
        if (state.Get<RequiredAffinity>(this) is { } required) Count(required, pod, removed, node, -1);
    }

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        var required = state.Get<RequiredAffinity>(this)!;
        var terms = pod.Class.RequiredAffinity;
        if (terms.Length > 0)
        {
            var podsExist = true;
            foreach (var term in terms)
            {
                var domain = term.Key[node.Index];
                if (domain == TopologyKey.None) return NoAffinity;
                if (required.Affinity[term.Key, domain] <= 0) podsExist = false;
            }

            // The first of a group of pods that want to be together must be allowed somewhere.
            if (!podsExist && (required.Affinity.Count > 0 || !MatchesAll(terms, pod))) return NoAffinity;
        }

        if (required.AntiAffinity.Count > 0)
        {
            foreach (var term in pod.Class.RequiredAntiAffinity)
            {
                var domain = term.Key[node.Index];
                if (domain != TopologyKey.None && required.AntiAffinity[term.Key, domain] > 0) return AntiAffinity;
            }
        }

        return required.Existing.Count > 0 && required.Existing.AnyIn(node) ? Existing : null;
    }

    public bool PreScore(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes)
    {
        var hasPreferences = HasPreferences(pod);
        if (!Scores(pod) || (!hasPreferences && cluster.PodsWithAffinity == 0)) return false;
        var preferred = new TopologySums();
        foreach (var node in cluster.Nodes)
        {
            if (!hasPreferences && node.PodsWithAffinity == 0) continue;
            foreach (var other in node.Pods)
            {
                if (!hasPreferences && !other.Class.HasAnyAffinity) continue;
                _effects.Clear();
                CollectPreferred(pod, other, _effects);
                foreach (var effect in _effects) effect.ApplyTo(preferred, effect.Key[node.Index], 1);
            }
        }

        if (preferred.IsEmpty) return false;
        SetPreferred(state, preferred);
        return true;
    }

    public long Score(CycleState state, PodInfo pod, NodeInfo node) => state.Get<TopologySums>(this)!.Of(node);

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
        for (var i = 0; i < scores.Length; i++) scores[i] = range > 0 ? (long)(Framework.Scores.Max * ((double)(scores[i] - least) / range)) : 0;
    }

    public bool MayHelp(PodInfo pod, in ClusterChange change)
    {
        switch (change.Target)
        {
            case ChangeTarget.Node:
                // With a node its pods are gone from their domain.
                return change.New is not Node after || change.Old is not Node before || before.Metadata.Labels != after.Metadata.Labels;
            case ChangeTarget.AssignedPod:
                var isGone = change.Action == ChangeAction.Deleted;
                var other = cluster.NewPod((Pod)(change.New ?? change.Old)!);
                // The last of the pods it wants to be with is gone: the pod may now be the first of them.
                if (MatchesAll(pod.Class.RequiredAffinity, other) && (!isGone || MatchesAll(pod.Class.RequiredAffinity, pod))) return true;
                if (change is { Action: ChangeAction.Updated, Old: Pod old, New: Pod now } && old.Metadata.Labels == now.Metadata.Labels) return false;
                return change.Action != ChangeAction.Added && (MatchesAny(pod.Class.RequiredAntiAffinity, other) || MatchesAny(other.Class.RequiredAntiAffinity, pod));
            case ChangeTarget.Namespace:
                return true;
            default:
                return change is { Target: ChangeTarget.WaitingPod, New: Pod self } && PodInfo.KeyOf(self) == pod.Key;
        }
    }

    ITopologyTally ITopologyPlugin.CreateTally(PodInfo pod) => new InterPodTally(this, cluster, pod);

    internal static bool HasRequiredTerms(PodInfo pod) => pod.Class.RequiredAffinity.Length > 0 || pod.Class.RequiredAntiAffinity.Length > 0;

    internal static bool HasPreferences(PodInfo pod) => pod.Class.PreferredAffinity.Length > 0 || pod.Class.PreferredAntiAffinity.Length > 0;

    /// <summary>Whether what placed pods prefer counts for a pod.</summary>
    internal bool Scores(PodInfo pod) => !ignorePlacedPreferences || HasPreferences(pod);

    /// <summary>What a placed pod means for whether a pod can be near it.</summary>
    internal void CollectRequired(PodInfo pod, PodInfo other, List<AffinityEffect> effects)
    {
        foreach (var term in other.Class.RequiredAntiAffinity)
        {
            if (term.Matches(pod, cluster)) effects.Add(new(AffinityCounter.Existing, term.Key, 1));
        }

        var affinity = pod.Class.RequiredAffinity;
        if (affinity.Length > 0 && MatchesAll(affinity, other))
        {
            foreach (var term in affinity) effects.Add(new(AffinityCounter.Affinity, term.Key, 1));
        }

        foreach (var term in pod.Class.RequiredAntiAffinity)
        {
            if (term.MatchesPlaced(other, cluster)) effects.Add(new(AffinityCounter.AntiAffinity, term.Key, 1));
        }
    }

    /// <summary>What a placed pod means for whether a pod would like to be near it.</summary>
    internal void CollectPreferred(PodInfo pod, PodInfo other, List<AffinityEffect> effects)
    {
        AddOwn(pod.Class.PreferredAffinity, 1);
        AddOwn(pod.Class.PreferredAntiAffinity, -1);
        if (hardAffinityWeight > 0)
        {
            foreach (var term in other.Class.RequiredAffinity)
            {
                if (term.Matches(pod, cluster)) effects.Add(new(AffinityCounter.Preferred, term.Key, hardAffinityWeight));
            }
        }

        AddTheirs(other.Class.PreferredAffinity, 1);
        AddTheirs(other.Class.PreferredAntiAffinity, -1);

        void AddOwn(AffinityTerm[] terms, int sign)
        {
            foreach (var term in terms)
            {
                if (term.MatchesPlaced(other, cluster)) effects.Add(new(AffinityCounter.Preferred, term.Key, sign * term.Weight));
            }
        }

        void AddTheirs(AffinityTerm[] terms, int sign)
        {
            foreach (var term in terms)
            {
                if (term.Matches(pod, cluster)) effects.Add(new(AffinityCounter.Preferred, term.Key, sign * term.Weight));
            }
        }
    }

    internal void SetRequired(CycleState state, RequiredAffinity required) => state.Set(this, required);

    /// <summary>The filter is done with its counts by the time of the score, so both share the place.</summary>
    internal void SetPreferred(CycleState state, TopologySums preferred) => state.Set(this, preferred);

    private void Count(RequiredAffinity required, PodInfo pod, PodInfo other, NodeInfo node, int sign)
    {
        _effects.Clear();
        CollectRequired(pod, other, _effects);
        foreach (var effect in _effects) effect.ApplyTo(required, effect.Key[node.Index], sign);
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
}
