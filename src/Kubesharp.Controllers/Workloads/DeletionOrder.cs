using System.Globalization;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers.Workloads;

/// <summary>Which of several like pods to delete first when fewer are wanted.</summary>
public sealed class DeletionOrder : IComparer<Pod>
{
    private const string CostAnnotation = "controller.kubernetes.io/pod-deletion-cost";
    private readonly Dictionary<string, int> _podsPerNode = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _now;

    /// <param name="related">All pods of the same owner's owner; nodes with more of them give up a pod first.</param>
    /// <param name="now">Ages are compared on a logarithmic scale from here.</param>
    public DeletionOrder(IEnumerable<Pod> related, DateTimeOffset now)
    {
        _now = now;
        foreach (var pod in related)
        {
            if (pod.Spec.NodeName.Length > 0 && pod.IsActive()) _podsPerNode[pod.Spec.NodeName] = _podsPerNode.GetValueOrDefault(pod.Spec.NodeName) + 1;
        }
    }

    /// <summary>Negative when <paramref name="x"/> is to go before <paramref name="y"/>.</summary>
    public int Compare(Pod? x, Pod? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        int order;
        if ((order = (x.Spec.NodeName.Length > 0).CompareTo(y.Spec.NodeName.Length > 0)) != 0) return order;
        if ((order = PodStates.PhaseRank(x).CompareTo(PodStates.PhaseRank(y))) != 0) return order;
        var ready = x.IsReady();
        if ((order = ready.CompareTo(y.IsReady())) != 0) return order;
        if ((order = Cost(x).CompareTo(Cost(y))) != 0) return order;
        if ((order = NodeRank(y).CompareTo(NodeRank(x))) != 0) return order;
        if (ready && (order = AgeRank(PodStates.ReadySince(x)).CompareTo(AgeRank(PodStates.ReadySince(y)))) != 0) return order;
        if ((order = PodStates.Restarts(y).CompareTo(PodStates.Restarts(x))) != 0) return order;
        if ((order = AgeRank(x.Metadata.CreationTimestamp).CompareTo(AgeRank(y.Metadata.CreationTimestamp))) != 0) return order;
        return string.CompareOrdinal(x.Metadata.Uid, y.Metadata.Uid);
    }

    private static int Cost(Pod pod) =>
        pod.Metadata.Annotations.TryGetValue(CostAnnotation, out var text) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cost) ? cost : 0;

    private int NodeRank(Pod pod) => _podsPerNode.GetValueOrDefault(pod.Spec.NodeName);

    /// <summary>Younger is lower; ages within the same power of two are equal, so that old pods are not always the ones to stay.</summary>
    private int AgeRank(DateTimeOffset since) => since == default ? -1 : (int)Math.Log2(Math.Max(1, (_now - since).TotalSeconds));
}
