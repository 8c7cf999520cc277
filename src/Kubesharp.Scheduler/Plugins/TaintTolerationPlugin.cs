using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Keeps pods off nodes with taints they do not tolerate, and prefers nodes with few taints that would rather not have them.</summary>
public sealed class TaintTolerationPlugin : SchedulerPlugin, IStaticFilterPlugin, IPreScorePlugin, IStaticScorePlugin, IQueueingHintPlugin
{
    private static readonly Verdict Tainted = Verdict.Unresolvable(PluginNames.TaintToleration, "node(s) had untolerated taint(s)");
    private static readonly string[] Hard = [TaintEffect.NoSchedule, TaintEffect.NoExecute];

    public override string Name => PluginNames.TaintToleration;

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node) => Tolerates(pod, node.Node) ? null : Tainted;

    public bool PreScore(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes)
    {
        var soft = new List<Toleration>();
        foreach (var toleration in pod.Class.Spec.Tolerations)
        {
            if (toleration.Effect.Length == 0 || toleration.Effect == TaintEffect.PreferNoSchedule) soft.Add(toleration);
        }

        state.Set(this, new Soft(soft.ToValueList()));
        return true;
    }

    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        var tolerations = state.Get<Soft>(this)!.Tolerations;
        long count = 0;
        foreach (var taint in node.Node.Spec.Taints)
        {
            if (taint.Effect == TaintEffect.PreferNoSchedule && !taint.IsToleratedBy(tolerations)) count++;
        }

        return count;
    }

    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores) => Scores.Normalize(scores, reverse: true);

    public bool MayHelp(PodInfo pod, in ClusterChange change) => change.Target switch
    {
        ChangeTarget.Node => change.New is Node after && Tolerates(pod, after) && (change.Old is not Node before || !Tolerates(pod, before)),
        ChangeTarget.WaitingPod => change.New is Pod after && PodInfo.KeyOf(after) == pod.Key,
        _ => false,
    };

    /// <summary>Whether the pod tolerates all taints of a node that keep pods away.</summary>
    internal static bool Tolerates(PodInfo pod, Node node) => node.Spec.Taints.FindUntolerated(pod.Class.Spec.Tolerations, Hard) is null;

    private sealed record Soft(ValueList<Toleration> Tolerations);
}
