using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers.NodeLifecycle;

/// <summary>The taints that follow from a node's conditions.</summary>
internal static class ConditionTaints
{
    private static readonly (string Condition, string Status, string Key)[] NoSchedule =
    [
        (NodeConditionType.Ready, ConditionStatus.False, WellKnownTaints.NotReady),
        (NodeConditionType.Ready, ConditionStatus.Unknown, WellKnownTaints.Unreachable),
        (NodeConditionType.MemoryPressure, ConditionStatus.True, WellKnownTaints.MemoryPressure),
        (NodeConditionType.DiskPressure, ConditionStatus.True, WellKnownTaints.DiskPressure),
        (NodeConditionType.NetworkUnavailable, ConditionStatus.True, WellKnownTaints.NetworkUnavailable),
        (NodeConditionType.PIDPressure, ConditionStatus.True, WellKnownTaints.PidPressure),
    ];

    private static readonly (string Status, string Key)[] NoExecute =
    [
        (ConditionStatus.False, WellKnownTaints.NotReady),
        (ConditionStatus.Unknown, WellKnownTaints.Unreachable),
    ];

    /// <summary>The node's taints with those of its conditions put in and the outdated ones taken out; others stay as they are.</summary>
    public static ValueList<Taint> Apply(Node node, DateTimeOffset now)
    {
        var taints = node.Spec.Taints.ToList();
        foreach (var (condition, status, key) in NoSchedule) Set(taints, key, TaintEffect.NoSchedule, node.Status.GetCondition(condition)?.Status == status, null);
        Set(taints, WellKnownTaints.Unschedulable, TaintEffect.NoSchedule, node.Spec.Unschedulable, null);
        var ready = node.Status.GetCondition(NodeConditionType.Ready)?.Status;

        // The time tells taint eviction from when tolerationSeconds count.
        foreach (var (status, key) in NoExecute) Set(taints, key, TaintEffect.NoExecute, ready == status, now);
        return taints.ToValueList();
    }

    private static void Set(List<Taint> taints, string key, string effect, bool wanted, DateTimeOffset? time)
    {
        var index = taints.FindIndex(taint => taint.Key == key && taint.Effect == effect);
        if (wanted && index < 0) taints.Add(new Taint { Key = key, Effect = effect, TimeAdded = time });
        else if (!wanted && index >= 0) taints.RemoveAt(index);
    }
}
