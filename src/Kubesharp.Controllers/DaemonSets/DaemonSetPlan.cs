using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.DaemonSets;

/// <summary>What a DaemonSet lacks, what it has too much, and how it stands.</summary>
internal sealed class DaemonSetPlan
{
    private const string HashLabel = "controller-revision-hash";
    private readonly DaemonSet _daemonSet;
    private readonly string _hash;
    private readonly DateTimeOffset _now;

    private DaemonSetPlan(DaemonSet daemonSet, string hash, DateTimeOffset now)
    {
        _daemonSet = daemonSet;
        _hash = hash;
        _now = now;
    }

    public List<string> NodesToFill { get; } = [];

    public List<Pod> PodsToDelete { get; } = [];

    public DaemonSetStatus Status { get; private set; } = DaemonSetStatus.Empty;

    /// <summary>When the next pod counts as available; null when none is waiting for that.</summary>
    public TimeSpan? NextAvailability { get; private set; }

    public static DaemonSetPlan For(DaemonSet daemonSet, IReadOnlyCollection<Node> nodes, List<Pod> pods, string hash, DateTimeOffset now)
    {
        var plan = new DaemonSetPlan(daemonSet, hash, now);
        var byNode = pods.GroupBy(DaemonSetPlacement.NodeOf).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var tolerations = DaemonSetPlacement.Tolerations(daemonSet.Spec.Template.Spec);
        var desired = new List<(Node Node, List<Pod> Pods)>();
        int misscheduled = 0;
        foreach (var node in nodes)
        {
            byNode.Remove(node.Metadata.Name, out var here);
            here ??= [];
            var (shouldRun, mayStay) = DaemonSetPlacement.Decide(daemonSet.Spec.Template.Spec, tolerations, node);
            if (shouldRun) desired.Add((node, here));
            else if (here.Count > 0) misscheduled++;
            plan.Place(node.Metadata.Name, here, shouldRun, mayStay);
        }

        // Pods pinned to a node that does not exist (any more) cannot run anywhere.
        foreach (var stray in byNode.Values.SelectMany(stray => stray).Where(pod => !pod.IsScheduled() && !pod.IsTerminating())) plan.PodsToDelete.Add(stray);
        if (daemonSet.Spec.UpdateStrategy.Type != DaemonSetUpdateStrategyType.OnDelete) plan.Roll(desired);
        plan.Count(desired, misscheduled);
        return plan;
    }

    private bool IsCurrent(Pod pod) => pod.Metadata.GetLabel(HashLabel) == _hash;

    private void Place(string node, List<Pod> here, bool shouldRun, bool mayStay)
    {
        foreach (var failed in here.Where(pod => pod.IsTerminal() && !pod.IsTerminating())) PodsToDelete.Add(failed);
        var living = here.Where(pod => pod.IsActive()).ToList();
        if (!mayStay)
        {
            PodsToDelete.AddRange(living);
            return;
        }

        if (!shouldRun) return;
        if (here.Count == 0)
        {
            NodesToFill.Add(node);
            return;
        }

        // During a surging update the old pod stays until the new one is available; otherwise the oldest stays.
        var surging = Surge(1) > 0;
        foreach (var group in surging ? living.GroupBy(IsCurrent) : living.GroupBy(_ => true))
        {
            foreach (var surplus in group.OrderByDescending(pod => pod.IsReady()).ThenBy(pod => pod.Metadata.CreationTimestamp).Skip(1)) PodsToDelete.Add(surplus);
        }
    }

    private int Surge(int nodes) => _daemonSet.Spec.UpdateStrategy.RollingUpdate?.MaxSurge?.Scale(nodes, roundUp: true) ?? 0;

    private void Roll(List<(Node Node, List<Pod> Pods)> desired)
    {
        var surge = Surge(desired.Count);
        var unavailableLimit = (_daemonSet.Spec.UpdateStrategy.RollingUpdate?.MaxUnavailable ?? new IntOrString(1)).Scale(desired.Count, roundUp: true) ?? 1;
        if (surge == 0 && unavailableLimit == 0) unavailableLimit = 1;
        var unavailable = 0;
        var candidates = new List<Pod>();
        foreach (var (_, pods) in desired)
        {
            var current = pods.FirstOrDefault(pod => IsCurrent(pod) && pod.IsActive());
            var old = pods.FirstOrDefault(pod => !IsCurrent(pod) && pod.IsActive());
            var available = pods.Any(pod => pod.IsActive() && pod.IsAvailable(_daemonSet.Spec.MinReadySeconds, _now));
            if (!available) unavailable++;
            if (old is null) continue;
            if (surge > 0)
            {
                if (current is null) candidates.Add(old);
                else if (current.IsAvailable(_daemonSet.Spec.MinReadySeconds, _now) && !PodsToDelete.Contains(old)) PodsToDelete.Add(old);
            }
            else if (!available && !PodsToDelete.Contains(old))
            {
                // A pod that does not work anyway costs nothing to replace.
                PodsToDelete.Add(old);
            }
            else if (!PodsToDelete.Contains(old))
            {
                candidates.Add(old);
            }
        }

        if (surge > 0) NodesToFill.AddRange(candidates.Take(Math.Max(0, surge - SurgingNow(desired))).Select(DaemonSetPlacement.NodeOf));
        else PodsToDelete.AddRange(candidates.Take(Math.Max(0, unavailableLimit - unavailable)));
    }

    private int SurgingNow(List<(Node Node, List<Pod> Pods)> desired) =>
        desired.Count(entry => entry.Pods.Any(pod => IsCurrent(pod) && pod.IsActive()) && entry.Pods.Any(pod => !IsCurrent(pod) && pod.IsActive()));

    private void Count(List<(Node Node, List<Pod> Pods)> desired, int misscheduled)
    {
        int current = 0, ready = 0, available = 0, updated = 0;
        foreach (var (_, pods) in desired)
        {
            var pod = pods.Where(pod => !pod.IsTerminating()).OrderByDescending(pod => pod.IsReady()).ThenBy(pod => pod.Metadata.CreationTimestamp).FirstOrDefault();
            if (pod is null) continue;
            current++;
            if (pods.Any(candidate => IsCurrent(candidate) && !candidate.IsTerminating())) updated++;
            if (!pod.IsReady()) continue;
            ready++;
            if (pod.IsAvailable(_daemonSet.Spec.MinReadySeconds, _now)) available++;
            else if (PodStates.UntilAvailable(pod, _daemonSet.Spec.MinReadySeconds, _now) is { } wait && (NextAvailability is null || wait < NextAvailability)) NextAvailability = wait;
        }

        Status = _daemonSet.Status with
        {
            CurrentNumberScheduled = current,
            NumberMisscheduled = misscheduled,
            DesiredNumberScheduled = desired.Count,
            NumberReady = ready,
            NumberAvailable = available,
            NumberUnavailable = desired.Count - available,
            UpdatedNumberScheduled = updated,
            ObservedGeneration = _daemonSet.Metadata.Generation,
        };
    }
}
