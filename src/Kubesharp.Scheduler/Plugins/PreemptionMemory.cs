using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>
/// What came of removing the less important pods of nodes, by class and priority of the pod that wants their room. It holds for a node until
/// something happens there, so that of thousands of nodes only few have to be tried out again for the next pod of the class.
/// </summary>
internal sealed class PreemptionMemory(ClusterState cluster)
{
    private const int MaxClasses = 8;

    private readonly Dictionary<(PodClass Class, int Priority), Entry[]> _known = [];
    private (long Budgets, long DeviceClasses) _version;

    /// <summary>The entries for pods like this one, with a place for every row.</summary>
    public Entry[] For(PodInfo pod)
    {
        var version = (cluster.DisruptionBudgets.Version, cluster.Devices.Classes.Version);
        if (_version != version || (_known.Count >= MaxClasses && !_known.ContainsKey((pod.Class, pod.Priority)))) _known.Clear();
        _version = version;
        var entries = _known.GetValueOrDefault((pod.Class, pod.Priority), []);
        if (entries.Length < cluster.RowCount) Array.Resize(ref entries, Math.Max(16, cluster.RowCount * 5 / 4));
        _known[(pod.Class, pod.Priority)] = entries;
        return entries;
    }

    /// <summary>The outcome on a node as it was.</summary>
    /// <param name="Stamp">Which state of the node it is about.</param>
    /// <param name="Verdict">Why removing pods does not help, or null.</param>
    /// <param name="Candidate">Whom to remove; null when nobody has to go.</param>
    internal readonly record struct Entry(long Stamp, Verdict? Verdict, PreemptionCandidate? Candidate);
}
