using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler.Cluster;

/// <summary>
/// The classes of pods. Pods that scheduling treats alike get the same one. Pods with claims or with disks of their own each get a class for
/// themselves. What nobody has used for long is forgotten; when depends on the sequence of pods alone.
/// </summary>
internal sealed class PodClassTable(ClusterState cluster)
{
    private const int MinLimit = 4096;
    private readonly Dictionary<Pod, PodClass> _classes = new(PodShapeComparer.Instance);
    private int _limit = MinLimit;
    private long _uses;

    public int Count => _classes.Count;

    public PodClass For(Pod pod)
    {
        _uses++;
        if (!IsShareable(pod)) return new PodClass(pod, cluster);
        if (!_classes.TryGetValue(pod, out var found))
        {
            if (_classes.Count >= _limit) Forget();
            found = new PodClass(pod, cluster) { IsShared = true };
            _classes.Add(pod, found);
        }

        found.LastUse = _uses;
        return found;
    }

    /// <summary>Whether any class that is known is about pods of a namespace.</summary>
    public bool HasPodsOf(string ns)
    {
        foreach (var pod in _classes.Keys)
        {
            if (pod.Metadata.Namespace == ns) return true;
        }

        return false;
    }

    private static bool IsShareable(Pod pod)
    {
        if (pod.Spec.ResourceClaims.Count > 0) return false;
        foreach (var volume in pod.Spec.Volumes)
        {
            var source = volume.Source;
            if (source.PersistentVolumeClaim is not null || source.Ephemeral is not null) return false;
            if (source.Rbd is not null || source.Iscsi is not null || MigratedVolumes.Of(source) is not null) return false;
        }

        return true;
    }

    private void Forget()
    {
        var old = new List<Pod>();
        foreach (var (pod, of) in _classes)
        {
            if (of.Placed == 0 && of.LastUse < _uses - _limit) old.Add(pod);
        }

        foreach (var pod in old) _classes.Remove(pod);
        _limit = Math.Max(MinLimit, _classes.Count * 2);
    }
}
