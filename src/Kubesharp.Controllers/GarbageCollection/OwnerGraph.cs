using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Controllers.GarbageCollection;

/// <summary>Who owns whom, by uid.</summary>
internal sealed class OwnerGraph
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, GraphNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _dependents = new(StringComparer.Ordinal);

    /// <summary>An object as last seen.</summary>
    public sealed record GraphNode(string Uid, GroupVersionResource Resource, string Kind, ObjectMeta Metadata);

    public GraphNode? Get(string uid)
    {
        lock (_gate) return _nodes.GetValueOrDefault(uid);
    }

    /// <summary>Remembers an object as it is now.</summary>
    /// <returns>The owners that the object does not hold up any more.</returns>
    public IReadOnlyList<string> Set(GraphNode node)
    {
        lock (_gate)
        {
            var unblocked = new List<string>();
            if (_nodes.TryGetValue(node.Uid, out var before))
            {
                Unlink(node.Uid, before.Metadata.OwnerReferences);
                foreach (var reference in before.Metadata.OwnerReferences)
                    if (reference.BlockOwnerDeletion == true && !Blocks(node, reference.Uid))
                        unblocked.Add(reference.Uid);
            }

            _nodes[node.Uid] = node;
            foreach (var reference in node.Metadata.OwnerReferences)
            {
                if (!_dependents.TryGetValue(reference.Uid, out var dependents)) _dependents.Add(reference.Uid, dependents = new(StringComparer.Ordinal));
                dependents.Add(node.Uid);
            }

            return unblocked;
        }
    }

    /// <summary>Forgets an object.</summary>
    /// <returns>What has to be looked at because of it: its dependents, which may have lost their last owner, and its owners, which may have waited for it.</returns>
    public IReadOnlyList<string> Remove(string uid, ValueList<OwnerReference> owners)
    {
        lock (_gate)
        {
            _nodes.Remove(uid);
            Unlink(uid, owners);
            List<string> affected = [.. _dependents.GetValueOrDefault(uid) ?? []];
            foreach (var owner in owners) affected.Add(owner.Uid);
            return affected;
        }
    }

    public IReadOnlyList<GraphNode> DependentsOf(string uid)
    {
        lock (_gate)
        {
            if (!_dependents.TryGetValue(uid, out var dependents)) return [];
            var nodes = new List<GraphNode>(dependents.Count);
            foreach (var dependent in dependents)
            {
                if (_nodes.TryGetValue(dependent, out var node)) nodes.Add(node);
            }

            return nodes;
        }
    }

    /// <summary>Whether an object holds up the deletion of an owner that waits for its dependents.</summary>
    public static bool Blocks(GraphNode dependent, string owner)
    {
        foreach (var reference in dependent.Metadata.OwnerReferences)
            if (reference.Uid == owner && reference.BlockOwnerDeletion == true)
                return true;
        return false;
    }

    private void Unlink(string uid, ValueList<OwnerReference> owners)
    {
        foreach (var owner in owners)
        {
            if (!_dependents.TryGetValue(owner.Uid, out var dependents)) continue;
            dependents.Remove(uid);
            if (dependents.Count == 0) _dependents.Remove(owner.Uid);
        }
    }
}
