using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Plugins;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Scheduler.Extenders;

/// <summary>The extenders in the order of the configuration. All profiles share them.</summary>
/// <param name="extenders">The extenders.</param>
/// <param name="logger">Where failures that do not count are told.</param>
public sealed partial class ExtenderChain(IReadOnlyList<IExtender> extenders, ILogger logger)
{
    /// <summary>Stands for the extenders where plugins that refused a pod are listed. No hint knows it, so any change tries the pod again.</summary>
    public const string PluginName = "Extender";

    public static ExtenderChain None { get; } = new([], NullLogger.Instance);

    public bool IsEmpty => extenders.Count == 0;

    public bool CanFilter { get; } = extenders.Any(extender => extender.CanFilter);

    public bool CanPrioritize { get; } = extenders.Any(extender => extender.CanPrioritize);

    /// <summary>Leaves the nodes that all extenders accept in front of the array, and notes why others were refused. Returns how many are left.</summary>
    internal int Filter(PodInfo pod, NodeInfo[] nodes, int count, Diagnosis diagnosis, ref Verdict? failure)
    {
        var before = count;
        foreach (var extender in extenders)
        {
            if (count == 0) break;
            if (!extender.CanFilter || !extender.IsInterested(pod)) continue;
            ExtenderFilterResult result;
            try
            {
                result = extender.Filter(pod, nodes.AsSpan(0, count));
            }
            catch (ExtenderException e) when (extender.IsIgnorable)
            {
                Log.Ignored(logger, e, extender.Name, pod.Key);
                continue;
            }
            catch (ExtenderException e)
            {
                failure = Verdict.Error(PluginName, e.Message);
                return 0;
            }

            Refuse(nodes.AsSpan(0, count), result, diagnosis);
            count = 0;
            foreach (var node in result.Nodes) nodes[count++] = node;
        }

        if (count != before) diagnosis.Plugins.Add(PluginName);
        return count;
    }

    /// <summary>Adds the scores of all extenders; one that fails has no opinion.</summary>
    internal void Prioritize(PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> totals)
    {
        foreach (var extender in extenders)
        {
            if (!extender.CanPrioritize || !extender.IsInterested(pod)) continue;
            try
            {
                extender.Prioritize(pod, nodes, totals);
            }
            catch (ExtenderException e)
            {
                Log.Ignored(logger, e, extender.Name, pod.Key);
            }
        }
    }

    /// <summary>Lets extenders pick among candidates for preemption. A failure that counts ends up in <paramref name="failure"/>.</summary>
    internal List<PreemptionCandidate> Preempt(PodInfo pod, List<PreemptionCandidate> candidates, out Verdict? failure)
    {
        failure = null;
        IReadOnlyList<ExtenderVictims>? victims = null;
        foreach (var extender in extenders)
        {
            if (!extender.CanPreempt || !extender.IsInterested(pod)) continue;
            victims ??= candidates.ConvertAll(candidate => new ExtenderVictims(candidate.Node, candidate.Victims, candidate.BudgetViolations));
            if (victims.Count == 0) break;
            try
            {
                victims = Checked(extender, extender.Preempt(pod, victims));
            }
            catch (ExtenderException e) when (extender.IsIgnorable)
            {
                Log.Ignored(logger, e, extender.Name, pod.Key);
            }
            catch (ExtenderException e)
            {
                failure = Verdict.Error(PluginName, e.Message);
                return [];
            }
        }

        return victims is null ? candidates : victims.Select(left => new PreemptionCandidate(left.Node, [.. left.Pods], (int)left.BudgetViolations)).ToList();
    }

    /// <summary>Lets the first extender that binds such pods do so; false when there is none.</summary>
    internal async Task<bool> BindAsync(PodInfo pod, string node, CancellationToken cancellationToken)
    {
        foreach (var extender in extenders)
        {
            if (!extender.CanBind || !extender.IsInterested(pod)) continue;
            try
            {
                await extender.BindAsync(pod, node, cancellationToken);
                return true;
            }
            catch (ExtenderException e) when (extender.IsIgnorable)
            {
                Log.Ignored(logger, e, extender.Name, pod.Key);
            }
        }

        return false;
    }

    private static void Refuse(ReadOnlySpan<NodeInfo> nodes, ExtenderFilterResult result, Diagnosis diagnosis)
    {
        foreach (var node in nodes)
        {
            if (result.Unresolvable.TryGetValue(node.Name, out var reason)) diagnosis.Refuse(node, Verdict.Unresolvable("", reason));
            else if (result.Failed.TryGetValue(node.Name, out reason)) diagnosis.Refuse(node, Verdict.Unschedulable("", reason));
        }
    }

    private static List<ExtenderVictims> Checked(IExtender extender, IReadOnlyList<ExtenderVictims> victims)
    {
        var kept = new List<ExtenderVictims>(victims.Count);
        foreach (var entry in victims)
        {
            if (entry.Pods.Count > 0) kept.Add(entry);
            else if (!extender.IsIgnorable) throw new ExtenderException($"expected at least one victim pod on node \"{entry.Node.Name}\"");
        }

        return kept;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Went on without extender {Extender} for {Pod}", EventName = "Ignored")]
        public static partial void Ignored(ILogger logger, Exception exception, string extender, string pod);
    }
}
