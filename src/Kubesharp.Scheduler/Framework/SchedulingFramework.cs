using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Engine;
using Kubesharp.Scheduler.Extenders;
using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler.Framework;

/// <summary>The plugins of one profile, and how a pod passes through them. Belongs to the scheduling loop's thread.</summary>
public sealed class SchedulingFramework
{
    private const int MinFeasibleNodes = 100;
    private const int MinPercentage = 5;

    private readonly ClusterState _cluster;
    private readonly Random _random;
    private readonly ProfilePlugins _points;
    private readonly int _percentage;
    private readonly PlacementEngine? _engine;
    private readonly RefusedClasses _refusedClasses;
    private readonly bool _remembersRefusals;
    private NodeInfo[] _feasible = [];
    private long[] _totals = [];
    private long[] _column = [];
    private int _nextStart;

    /// <summary>Composes a profile of plugins that join all their extension points.</summary>
    /// <param name="cluster">What plugins look at.</param>
    /// <param name="plugins">Plugins in the order in which they are asked, each with the weight of its score.</param>
    /// <param name="percentageOfNodesToScore">How many feasible nodes are enough, in percent; zero adapts to the size of the cluster.</param>
    /// <param name="random">Chooses among nodes of equal score.</param>
    public SchedulingFramework(ClusterState cluster, IReadOnlyList<WeightedPlugin> plugins, int percentageOfNodesToScore, Random random)
        : this(cluster, new ProfilePlugins(plugins), percentageOfNodesToScore, random)
    {
    }

    /// <summary>Composes a profile.</summary>
    /// <param name="cluster">What plugins look at.</param>
    /// <param name="plugins">Plugins by extension point.</param>
    /// <param name="percentageOfNodesToScore">How many feasible nodes are enough, in percent; zero adapts to the size of the cluster.</param>
    /// <param name="random">Chooses among nodes of equal score.</param>
    public SchedulingFramework(ClusterState cluster, ProfilePlugins plugins, int percentageOfNodesToScore, Random random)
    {
        _cluster = cluster;
        _random = random;
        _percentage = percentageOfNodesToScore;
        _points = plugins;
        _refusedClasses = new RefusedClasses(cluster);
        // Others may look at more than what is watched here.
        _remembersRefusals = Array.TrueForAll(plugins.PostFilter, plugin => plugin is DefaultPreemptionPlugin or DynamicResourcesPlugin);
        foreach (var plugin in plugins.All.OfType<IFrameworkPlugin>()) plugin.Attach(this);
        var known = EnginePlugins.From(plugins);
        if (known is not null) _engine = new PlacementEngine(known, cluster, random);
    }

    /// <summary>Name that pods ask for this profile by.</summary>
    public string SchedulerName { get; init; } = SchedulerOptions.DefaultSchedulerName;

    /// <summary>Processes outside that have a say. With any of them, no kept verdict or score is the last word.</summary>
    public ExtenderChain Extenders { get; init; } = ExtenderChain.None;

    /// <summary>The plugins by extension point.</summary>
    public ProfilePlugins Points => _points;

    public IReadOnlyList<SchedulerPlugin> Plugins => _points.All;

    public ClusterState Cluster => _cluster;

    /// <summary>Whether results carry the score of every plugin; costs allocations, for explanations and tests.</summary>
    public bool KeepScores { get; init; }

    /// <summary>Whether every plugin is asked about every node for every pod, and nothing that was found out before is used again.</summary>
    public bool IsExhaustive { get; init; }

    /// <summary>How many feasible nodes are looked for when every plugin is asked about every node; the engine weighs them all.</summary>
    public int FeasibleNodesToFind(int nodes)
    {
        // When nobody ranks them, the first will do.
        if (_points.Score.Length == 0 && !Extenders.CanFilter && !Extenders.CanPrioritize) return Math.Min(nodes, 1);
        if (nodes < MinFeasibleNodes) return nodes;
        var percentage = _percentage > 0 ? _percentage : Math.Max(50 - (nodes / 125), MinPercentage);
        return percentage >= 100 ? nodes : Math.Max((int)((long)nodes * percentage / 100), MinFeasibleNodes);
    }

    /// <summary>Asks PreEnqueue plugins; the first refusal, or null.</summary>
    public Verdict? PreEnqueue(PodInfo pod)
    {
        foreach (var plugin in _points.PreEnqueue)
        {
            if (plugin.PreEnqueue(pod) is { } verdict) return verdict;
        }

        return null;
    }

    /// <summary>Looks for a node. When there is none, asks the PostFilter plugins, and their answer goes to <paramref name="postFilter"/>.</summary>
    public ScheduleResult Schedule(PodInfo pod, out PostFilterResult? postFilter)
    {
        var state = new CycleState(_points.All.Length);
        var result = new ScheduleResult { State = state };
        postFilter = null;
        if (_engine is not null && !IsExhaustive && Extenders.IsEmpty && TryShortWay(_engine, pod, result, out postFilter)) return result;
        var diagnosis = new Diagnosis();
        diagnosis.Reset(_cluster.NodeCount);
        if (_cluster.NodeCount == 0)
        {
            result.Diagnosis = diagnosis;
            return result;
        }

        var only = RunPreFilters(state, pod, diagnosis, out var failure);
        if (failure is null && diagnosis.PreFilterVerdict is null)
        {
            var count = FindFeasible(state, pod, only, diagnosis, ref failure);
            if (failure is null && count > 0)
            {
                Choose(state, pod, count, result);
                return result;
            }
        }

        if (failure is not null)
        {
            result.Error = failure;
            return result;
        }

        result.Diagnosis = diagnosis;
        postFilter = RunPostFilters(state, pod, diagnosis);
        return result;
    }

    /// <summary>Lets the engine decide; false when it cannot.</summary>
    private bool TryShortWay(PlacementEngine engine, PodInfo pod, ScheduleResult result, out PostFilterResult? postFilter)
    {
        if (_refusedClasses.TryFind(pod, out var known, out postFilter))
        {
            result.Diagnosis = known;
            return true;
        }

        result.Node = engine.Place(this, pod, KeepScores ? result : null, out var refused);
        if (refused is not var (state, verdicts)) return result.Node is not null;
        var diagnosis = new Diagnosis();
        diagnosis.Reset(_cluster.NodeCount);
        diagnosis.RefuseAll(verdicts);
        result.Diagnosis = diagnosis;
        postFilter = RunPostFilters(state, pod, diagnosis);
        if (_remembersRefusals) _refusedClasses.Add(pod, diagnosis, postFilter);
        return true;
    }

    /// <summary>Asks all plugins about one node only, and keeps nothing; null when the pod fits there.</summary>
    internal Verdict? Try(PodInfo pod, NodeInfo node)
    {
        var state = new CycleState(_points.All.Length);
        var diagnosis = new Diagnosis();
        diagnosis.Reset(_cluster.NodeCount);
        var only = RunPreFilters(state, pod, diagnosis, out var failure);
        if ((failure ?? diagnosis.PreFilterVerdict) is { } refused) return refused;
        return only is not null && !only.Contains(node.Name) ? diagnosis.AbsentVerdict : FilterWithNominated(state, pod, node);
    }

    /// <summary>Runs the filters on one node, once more with the pods that are nominated for it and go first.</summary>
    internal Verdict? FilterWithNominated(CycleState state, PodInfo pod, NodeInfo node)
    {
        var nominated = _cluster.NominatedOn(node.Name);
        if (nominated.Count > 0)
        {
            List<PodInfo>? added = null;
            foreach (var other in nominated)
            {
                if (other.Priority < pod.Priority || other.Key == pod.Key) continue;
                (added ??= []).Add(other);
            }

            if (added is not null)
            {
                foreach (var other in added) AddPod(state, pod, other, node);
                var verdict = Filter(state, pod, node);
                for (var i = added.Count - 1; i >= 0; i--) RemovePod(state, pod, added[i], node);
                if (verdict is not null) return verdict;
            }
        }

        return Filter(state, pod, node);
    }

    internal void AddPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node)
    {
        _cluster.AddToNode(added, node);
        foreach (var plugin in _points.PreFilter)
        {
            if (plugin is IPreFilterExtensions extensions && !state.IsFilterSkipped((SchedulerPlugin)plugin)) extensions.AddPod(state, pod, added, node);
        }
    }

    internal void RemovePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node)
    {
        _cluster.RemoveFromNode(removed, node);
        foreach (var plugin in _points.PreFilter)
        {
            if (plugin is IPreFilterExtensions extensions && !state.IsFilterSkipped((SchedulerPlugin)plugin)) extensions.RemovePod(state, pod, removed, node);
        }
    }

    /// <summary>Undoes what Reserve plugins did, in reverse order.</summary>
    public void Unreserve(CycleState state, PodInfo pod, NodeInfo node)
    {
        var plugins = _points.Reserve;
        for (var i = plugins.Length - 1; i >= 0; i--) plugins[i].Unreserve(state, pod, node);
    }

    /// <summary>Asks Reserve plugins; on a refusal everything is undone.</summary>
    public Verdict? Reserve(CycleState state, PodInfo pod, NodeInfo node)
    {
        foreach (var plugin in _points.Reserve)
        {
            if (plugin.Reserve(state, pod, node) is not { } verdict) continue;
            Unreserve(state, pod, node);
            return verdict;
        }

        return null;
    }

    /// <summary>Asks Permit plugins: null to go on, a refusal, or a wait with the shortest time that a plugin gave.</summary>
    public Verdict? Permit(CycleState state, PodInfo pod, NodeInfo node)
    {
        Verdict? wait = null;
        foreach (var plugin in _points.Permit)
        {
            if (plugin.Permit(state, pod, node) is not { } verdict) continue;
            if (verdict.Code != VerdictCode.Wait) return verdict;
            if (wait is null) wait = verdict;
            else wait = (verdict.Timeout < wait.Timeout ? verdict : wait) with { Released = Task.WhenAll(wait.Released, verdict.Released) };
        }

        return wait;
    }

    private HashSet<string>? RunPreFilters(CycleState state, PodInfo pod, Diagnosis diagnosis, out Verdict? failure)
    {
        HashSet<string>? only = null;
        List<string>? limiting = null;
        failure = null;
        foreach (var plugin in _points.PreFilter)
        {
            var self = (SchedulerPlugin)plugin;
            var outcome = plugin.PreFilter(state, pod);
            if (outcome.IsSkip) state.SkippedFilters |= 1UL << self.Slot;
            if (outcome.Verdict is { } verdict)
            {
                if (!verdict.IsRejection)
                {
                    failure = verdict with { Reasons = [$"running PreFilter plugin \"{self.Name}\": {verdict.Message}"] };
                    return null;
                }

                diagnosis.PreFilterVerdict = verdict;
                diagnosis.Plugins.Add(verdict.Plugin);
                if (verdict.Code != VerdictCode.Unresolvable) continue;
                // Removing pods cannot help: nobody else needs to look.
                state.PreFilterAborted = true;
                break;
            }

            if (outcome.NodeNames is null) continue;
            (limiting ??= []).Add(self.Name);
            if (only is null) only = [.. outcome.NodeNames];
            else only.IntersectWith(outcome.NodeNames);
            if (only.Count > 0) continue;
            var text = $"node(s) didn't satisfy plugin(s) {FormatNames(limiting)} simultaneously";
            if (limiting.Count == 1) text = $"node(s) didn't satisfy plugin {limiting[0]}";
            diagnosis.PreFilterVerdict = Verdict.Unresolvable("", text);
            foreach (var name in limiting) diagnosis.Plugins.Add(name);
            state.PreFilterAborted = true;
            return null;
        }

        if (only is not null)
        {
            diagnosis.AbsentVerdict = Verdict.Unresolvable("", $"node(s) didn't satisfy plugin(s) {FormatNames(limiting!)}");
            foreach (var name in limiting!) diagnosis.Plugins.Add(name);
        }

        return only;
    }

    private static string FormatNames(List<string> names)
    {
        names.Sort(StringComparer.Ordinal);
        return $"[{string.Join(' ', names)}]";
    }

    private int FindFeasible(CycleState state, PodInfo pod, HashSet<string>? only, Diagnosis diagnosis, ref Verdict? failure)
    {
        var nodes = _cluster.Nodes;
        if (_feasible.Length < nodes.Length) _feasible = new NodeInfo[nodes.Length];

        // 1. A node that was promised to the pod is taken when it is free, without looking further.
        var nominated = _cluster.NominationOf(pod.Key);
        if (nominated.Length > 0 && _cluster.FindNode(nominated) is { } promised && (only is null || only.Contains(nominated)))
        {
            if (FilterWithNominated(state, pod, promised) is null)
            {
                _feasible[0] = promised;
                Verdict? ignored = null;
                if (Extenders.IsEmpty || Extenders.Filter(pod, _feasible, 1, diagnosis, ref ignored) > 0) return 1;
            }
        }

        // 2. Otherwise extenders have the last word on what the plugins leave.
        var count = Search(state, pod, nodes, only, diagnosis, ref failure);
        return failure is null && count > 0 && !Extenders.IsEmpty ? Extenders.Filter(pod, _feasible, count, diagnosis, ref failure) : count;
    }

    private int Search(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, HashSet<string>? only, Diagnosis diagnosis, ref Verdict? failure)
    {
        // 1. The plugins may have named the only candidates.
        var count = 0;
        if (only is not null)
        {
            foreach (var name in only)
            {
                if (_cluster.FindNode(name) is { } node) Try(node, diagnosis, ref failure);
            }

            return count;
        }

        // 2. Everything else, from where the last search ended, until enough nodes are found.
        var wanted = FeasibleNodesToFind(nodes.Length);
        var start = nodes.Length == 0 ? 0 : _nextStart % nodes.Length;
        var seen = 0;
        while (seen < nodes.Length && count < wanted && failure is null)
        {
            var index = start + seen;
            if (index >= nodes.Length) index -= nodes.Length;
            Try(nodes[index], diagnosis, ref failure);
            seen++;
        }

        _nextStart = nodes.Length == 0 ? 0 : (start + seen) % nodes.Length;
        return count;

        void Try(NodeInfo node, Diagnosis diagnosis, ref Verdict? failure)
        {
            var verdict = FilterWithNominated(state, pod, node);
            if (verdict is null) _feasible[count++] = node;
            else if (verdict.IsRejection) diagnosis.Refuse(node, verdict);
            else failure = verdict with { Reasons = [$"running \"{verdict.Plugin}\" filter plugin: {verdict.Message}"] };
        }
    }

    private Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        foreach (var filter in _points.Filter)
        {
            if (state.IsFilterSkipped((SchedulerPlugin)filter)) continue;
            if (filter.Filter(state, pod, node) is { } verdict) return verdict;
        }

        return null;
    }

    private PostFilterResult? RunPostFilters(CycleState state, PodInfo pod, Diagnosis diagnosis)
    {
        List<string>? messages = null;
        PostFilterResult? last = null;
        foreach (var plugin in _points.PostFilter)
        {
            var result = plugin.PostFilter(state, pod, diagnosis);
            last = result;
            if (result.Verdict is not { } verdict) return result;
            (messages ??= []).Add(verdict.Message);
            if (verdict.Code != VerdictCode.Unschedulable) break;
        }

        diagnosis.PostFilterMessage = messages is null ? "" : string.Join(", ", messages);
        return last;
    }

    private void Choose(CycleState state, PodInfo pod, int count, ScheduleResult result)
    {
        var nodes = new ReadOnlySpan<NodeInfo>(_feasible, 0, count);
        if (KeepScores) result.Feasible = nodes.ToArray();
        if (count == 1)
        {
            result.Node = nodes[0];
            return;
        }

        // 1. Plugins say whether they have an opinion.
        foreach (var plugin in _points.PreScore)
        {
            if (!plugin.PreScore(state, pod, nodes)) state.SkippedScores |= 1UL << ((SchedulerPlugin)plugin).Slot;
        }

        // 2. One column of scores after the other, summed up with weights.
        if (_totals.Length < count)
        {
            _totals = new long[_feasible.Length];
            _column = new long[_feasible.Length];
        }

        var totals = _totals.AsSpan(0, count);
        var column = _column.AsSpan(0, count);
        totals.Clear();
        Dictionary<string, long[]>? kept = KeepScores ? [] : null;
        foreach (var (plugin, weight) in _points.Score)
        {
            var self = (SchedulerPlugin)plugin;
            if (state.IsScoreSkipped(self)) continue;
            for (var i = 0; i < count; i++) column[i] = plugin.Score(state, pod, nodes[i]);
            plugin.Normalize(state, pod, nodes, column);
            for (var i = 0; i < count; i++) totals[i] += column[i] *= weight;
            kept?.Add(self.Name, column.ToArray());
        }

        if (!Extenders.IsEmpty) Extenders.Prioritize(pod, nodes, totals);
        if (kept is not null)
        {
            result.Scores = kept;
            result.Totals = totals.ToArray();
        }

        // 3. Any of the best, each with the same chance.
        var best = 0;
        var ties = 1;
        for (var i = 1; i < count; i++)
        {
            if (totals[i] > totals[best])
            {
                best = i;
                ties = 1;
            }
            else if (totals[i] == totals[best] && _random.Next(++ties) == 0)
            {
                best = i;
            }
        }

        result.Node = nodes[best];
    }
}
