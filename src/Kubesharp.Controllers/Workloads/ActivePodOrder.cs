using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers.Workloads;

/// <summary>Which of several like pods to delete first, by the pods alone: those that have got least far.</summary>
public sealed class ActivePodOrder : IComparer<Pod>
{
    public static readonly ActivePodOrder Instance = new();

    /// <summary>Negative when <paramref name="x"/> is to go before <paramref name="y"/>.</summary>
    public int Compare(Pod? x, Pod? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        int order;
        if ((order = x.IsScheduled().CompareTo(y.IsScheduled())) != 0) return order;
        if ((order = PodStates.PhaseRank(x).CompareTo(PodStates.PhaseRank(y))) != 0) return order;
        var ready = x.IsReady();
        if ((order = ready.CompareTo(y.IsReady())) != 0) return order;
        if (ready && (order = PodStates.ReadySince(y).CompareTo(PodStates.ReadySince(x))) != 0) return order;
        if ((order = PodStates.Restarts(y).CompareTo(PodStates.Restarts(x))) != 0) return order;
        if ((order = y.Metadata.CreationTimestamp.CompareTo(x.Metadata.CreationTimestamp)) != 0) return order;
        return string.CompareOrdinal(x.Metadata.Uid, y.Metadata.Uid);
    }
}
