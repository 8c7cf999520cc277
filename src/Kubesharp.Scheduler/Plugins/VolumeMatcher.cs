using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Finds volumes for claims that wait for their first pod.</summary>
internal sealed class VolumeMatcher(ClusterState cluster)
{
    private const string NoProvisioner = "kubernetes.io/no-provisioner";
    private const string SelectedNode = "volume.kubernetes.io/selected-node";

    /// <summary>What would have to be done for the claims of a pod on a node.</summary>
    public sealed record Plan
    {
        /// <summary>Volumes that are there, by claim.</summary>
        public List<(PersistentVolumeClaim Claim, PersistentVolume Volume)> Bindings { get; } = [];

        /// <summary>Claims whose volumes are yet to be made.</summary>
        public List<PersistentVolumeClaim> Provisions { get; } = [];

        public bool VolumesFound { get; set; } = true;

        public bool StorageFound { get; set; } = true;
    }

    public Plan PlanFor(List<PersistentVolumeClaim> claims, NodeInfo node)
    {
        var plan = new Plan();
        var unbound = new List<PersistentVolumeClaim>();
        foreach (var claim in claims)
        {
            if (claim.Metadata.Annotations.TryGetValue(SelectedNode, out var selected))
            {
                if (selected != node.Name)
                {
                    plan.VolumesFound = false;
                    return plan;
                }

                plan.Provisions.Add(claim);
            }
            else
            {
                unbound.Add(claim);
            }
        }

        // Small claims first, so that they leave the large volumes to the others.
        var chosen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var claim in unbound.OrderBy(ClaimLookup.SizeOf))
        {
            if (FindVolume(claim, node, chosen) is { } volume)
            {
                chosen.Add(volume.Metadata.Name);
                plan.Bindings.Add((claim, volume));
            }
            else
            {
                plan.Provisions.Add(claim);
            }
        }

        foreach (var claim in plan.Provisions)
        {
            var storageClass = ClaimLookup.FindClass(cluster, ClaimLookup.ClassOf(claim));
            if (storageClass is null || storageClass.Provisioner is "" or NoProvisioner || !IsAllowed(storageClass.AllowedTopologies, node))
            {
                plan.VolumesFound = false;
                return plan;
            }

            if (HasCapacity(storageClass.Provisioner, storageClass.Metadata.Name, claim, node)) continue;
            plan.StorageFound = false;
            return plan;
        }

        return plan;
    }

    private static bool IsBoundTo(PersistentVolume volume, PersistentVolumeClaim claim) =>
        volume.Spec.ClaimRef is { } reference
        && reference.Name == claim.Metadata.Name
        && reference.Namespace == claim.Metadata.Namespace
        && (reference.Uid.Length == 0 || reference.Uid == claim.Metadata.Uid);

    private static bool IsAllowed(ValueList<TopologySelectorTerm> terms, NodeInfo node)
    {
        if (terms.Count == 0) return true;
        foreach (var term in terms)
        {
            var matches = true;
            foreach (var expression in term.MatchLabelExpressions)
            {
                matches &= node.Node.Metadata.Labels.TryGetValue(expression.Key, out var value) && expression.Values.Contains(value);
            }

            if (matches && term.MatchLabelExpressions.Count > 0) return true;
        }

        return false;
    }

    /// <summary>The smallest free volume that will do, or the one that was set aside for the claim.</summary>
    private PersistentVolume? FindVolume(PersistentVolumeClaim claim, NodeInfo node, HashSet<string> chosen)
    {
        var size = ClaimLookup.SizeOf(claim);
        var storageClass = ClaimLookup.ClassOf(claim);
        var selector = claim.Spec.Selector is { } wanted ? Selector.From(wanted) : null;
        PersistentVolume? smallest = null;
        foreach (var volume in cluster.Volumes.In(""))
        {
            if (chosen.Contains(volume.Metadata.Name) || ClaimLookup.ClassOf(volume) != storageClass) continue;
            var isOurs = IsBoundTo(volume, claim);
            if (volume.Spec.ClaimRef is not null && !isOurs) continue;
            var capacity = volume.Spec.Capacity.Get(ResourceName.Storage);
            if (capacity < size || !SameMode(claim, volume) || volume.Metadata.DeletionTimestamp is not null) continue;
            if ((volume.Spec.VolumeAttributesClassName ?? "") != (claim.Spec.VolumeAttributesClassName ?? "")) continue;
            var isReachable = ClaimLookup.IsReachable(volume, node);
            if (isOurs) return isReachable ? volume : null;
            if (volume.Status.Phase != PersistentVolumePhase.Available || !isReachable) continue;
            if (selector is not null && !selector.Matches(volume.Metadata.Labels)) continue;
            if (!HasModes(claim, volume)) continue;
            if (smallest is null || capacity < smallest.Spec.Capacity.Get(ResourceName.Storage)) smallest = volume;
        }

        return smallest;
    }

    private static bool SameMode(PersistentVolumeClaim claim, PersistentVolume volume) =>
        (claim.Spec.VolumeMode ?? PersistentVolumeMode.Filesystem) == (volume.Spec.VolumeMode ?? PersistentVolumeMode.Filesystem);

    private static bool HasModes(PersistentVolumeClaim claim, PersistentVolume volume)
    {
        foreach (var mode in claim.Spec.AccessModes)
        {
            if (!volume.Spec.AccessModes.Contains(mode)) return false;
        }

        return true;
    }

    private bool HasCapacity(string provisioner, string storageClass, PersistentVolumeClaim claim, NodeInfo node)
    {
        if (cluster.CsiDrivers.Find("", provisioner)?.Spec.StorageCapacity != true) return true;
        var size = ClaimLookup.SizeOf(claim);
        foreach (var capacity in cluster.StorageCapacities.All())
        {
            if (capacity.StorageClassName != storageClass || (capacity.MaximumVolumeSize ?? capacity.Capacity) is not { } limit || limit < size) continue;
            if (capacity.NodeTopology is { } topology && Selector.From(topology).Matches(node.Node.Metadata.Labels)) return true;
        }

        return false;
    }
}
