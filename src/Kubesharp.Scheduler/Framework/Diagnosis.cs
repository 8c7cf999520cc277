using System.Text;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Framework;

/// <summary>Why a pod fits nowhere.</summary>
public sealed class Diagnosis
{
    private readonly Dictionary<NodeInfo, Verdict> _verdicts = [];
    private INodeVerdicts? _all;

    /// <summary>Verdict on all other nodes, or null.</summary>
    public Verdict? AbsentVerdict { get; internal set; }

    /// <summary>The refusal of the pod as such, before any node was looked at, or null.</summary>
    public Verdict? PreFilterVerdict { get; internal set; }

    /// <summary>Names of all plugins that refused.</summary>
    public HashSet<string> Plugins { get; } = [];

    /// <summary>What PostFilter plugins had to say.</summary>
    public string PostFilterMessage { get; internal set; } = "";

    /// <summary>Claim whose devices are to be given back, so that others can be found; null for none.</summary>
    public ResourceClaim? ClaimToRelease { get; internal set; }

    public int AllNodes { get; internal set; }

    /// <summary>Whether it is known that the filters look at nothing but the node and its pods.</summary>
    internal bool IsLocal => _all?.AreLocal == true;

    /// <summary>The verdict on a node, or null when it was never looked at and nothing covers it.</summary>
    public Verdict? For(NodeInfo node) => _all is not null ? _all.For(node) : _verdicts.TryGetValue(node, out var verdict) ? verdict : AbsentVerdict ?? PreFilterVerdict;

    /// <summary>The text of the condition and the event.</summary>
    public string ToMessage()
    {
        if (AllNodes == 0) return "no nodes available to schedule pods";
        var text = new StringBuilder();
        text.Append("0/").Append(AllNodes).Append(" nodes are available");
        if (PreFilterVerdict is { } refused)
        {
            text.Append(": ").Append(refused.Message).Append('.');
        }
        else
        {
            var counts = new Dictionary<string, int>();
            if (_all is not null)
            {
                foreach (var (verdict, nodes) in _all.Counts) Count(counts, verdict, nodes);
            }

            foreach (var verdict in _verdicts.Values) Count(counts, verdict, 1);
            if (AbsentVerdict is not null) Count(counts, AbsentVerdict, AllNodes - _verdicts.Count);
            AppendHistogram(text, counts);
        }

        if (PostFilterMessage.Length > 0) text.Append(' ').Append(PostFilterMessage);
        return text.ToString();
    }

    /// <summary>Nodes on which removing pods may help.</summary>
    internal PreemptableNodes FindPreemptable(ClusterState cluster)
    {
        if (_all is not null) return _all.FindPreemptable();
        var nodes = new PreemptableNodes(cluster);
        foreach (var node in cluster.Nodes)
        {
            if (For(node)?.Code == VerdictCode.Unschedulable) nodes.Add(node);
        }

        return nodes;
    }

    /// <summary>Takes over what is known of all nodes.</summary>
    internal void RefuseAll(INodeVerdicts all)
    {
        _all = all;
        foreach (var verdict in all.Counts.Keys)
        {
            if (verdict.Plugin.Length > 0) Plugins.Add(verdict.Plugin);
        }
    }

    internal void Refuse(NodeInfo node, Verdict verdict)
    {
        _verdicts[node] = verdict;
        if (verdict.Plugin.Length > 0) Plugins.Add(verdict.Plugin);
    }

    internal void Reset(int allNodes)
    {
        _verdicts.Clear();
        _all = null;
        Plugins.Clear();
        AbsentVerdict = null;
        PreFilterVerdict = null;
        PostFilterMessage = "";
        ClaimToRelease = null;
        AllNodes = allNodes;
    }

    /// <summary>Appends how often each reason occurs, in the order of the texts.</summary>
    internal static void AppendHistogram(StringBuilder text, Dictionary<string, int> counts)
    {
        if (counts.Count == 0) return;
        var parts = new List<string>(counts.Count);
        foreach (var (reason, count) in counts) parts.Add($"{count} {reason}");
        parts.Sort(StringComparer.Ordinal);
        text.Append(": ").AppendJoin(", ", parts).Append('.');
    }

    internal static void Count(Dictionary<string, int> counts, Verdict verdict, int nodes)
    {
        if (nodes <= 0) return;
        foreach (var reason in verdict.Reasons) counts[reason] = counts.GetValueOrDefault(reason) + nodes;
    }
}
