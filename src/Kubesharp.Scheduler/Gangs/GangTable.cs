using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Gangs;

/// <summary>Groups of pods and who belongs to them. Belongs to the scheduling loop's thread.</summary>
public sealed class GangTable
{
    private static readonly HashSet<string> Nobody = [];

    private readonly Dictionary<string, HashSet<string>> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _groupOf = new(StringComparer.Ordinal);

    public ObjectTable<PodGroup> Groups { get; } = new();

    /// <summary>Name of the group a pod says it belongs to, or null.</summary>
    public static string? NameOf(Pod pod) => pod.Spec.SchedulingGroup?.PodGroupName is { Length: > 0 } name ? name : null;

    /// <summary>The group of a pod, if it is there.</summary>
    public PodGroup? GroupOf(Pod pod) => NameOf(pod) is { } name ? Groups.Find(pod.Metadata.Namespace, name) : null;

    /// <summary>Keys of the pods of a group, with and without a node, except for those that have ended.</summary>
    public IReadOnlyCollection<string> MembersOf(PodGroup group) => _members.GetValueOrDefault(KeyOf(group), Nobody);

    /// <summary>Whether a pod belongs to the group with a key of the form <c>namespace/name</c>.</summary>
    public bool IsMember(string podKey, string groupKey) => _groupOf.TryGetValue(podKey, out var group) && group == groupKey;

    /// <summary>Whether the group with a key of the form <c>namespace/name</c> is there with as many pods as must be placed at once.</summary>
    public bool IsComplete(string groupKey)
    {
        var slash = groupKey.IndexOf('/', StringComparison.Ordinal);
        return Groups.Find(groupKey[..slash], groupKey[(slash + 1)..]) is { } group && MembersOf(group).Count >= MinCountOf(group);
    }

    /// <summary>How many pods must fit at once; 0 when they need not.</summary>
    public static int MinCountOf(PodGroup group) => group.Spec.SchedulingPolicy.Gang?.MinCount ?? 0;

    public static string KeyOf(PodGroup group) => $"{group.Metadata.Namespace}/{group.Metadata.Name}";

    public void SetPod(Pod pod)
    {
        var key = PodInfo.KeyOf(pod);
        if (NameOf(pod) is not { } name)
        {
            RemovePod(key);
            return;
        }

        var group = $"{pod.Metadata.Namespace}/{name}";
        if (_groupOf.TryGetValue(key, out var known) && known != group) RemovePod(key);
        _groupOf[key] = group;
        if (!_members.TryGetValue(group, out var members)) _members.Add(group, members = new(StringComparer.Ordinal));
        members.Add(key);
    }

    public void RemovePod(string key)
    {
        if (!_groupOf.Remove(key, out var group)) return;
        var members = _members[group];
        members.Remove(key);
        if (members.Count == 0) _members.Remove(group);
    }
}
