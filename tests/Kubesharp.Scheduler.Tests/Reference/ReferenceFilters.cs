using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>All filters, each asked about one pod and one node with nothing prepared.</summary>
internal static class ReferenceFilters
{
    private static readonly string[] ZoneKeys =
        ["failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.kubernetes.io/region"];

    /// <summary>The refusal of a pod by whoever looks at it before any node.</summary>
    public static Refusal? OnPod(ReferenceCluster cluster, Pod pod)
    {
        if (NamesOf(pod) is { Count: 0 }) return new("NodeAffinity", false, "pod affinity terms conflict");
        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.Source.PersistentVolumeClaim is not { } source) continue;
            if (!cluster.Claims.ContainsKey($"{pod.Metadata.Namespace}/{source.ClaimName}"))
            {
                return new("VolumeRestrictions", false, $"persistentvolumeclaim \"{source.ClaimName}\" not found");
            }
        }

        foreach (var claim in ClaimsOf(cluster, pod))
        {
            if (claim.Spec.VolumeName.Length == 0 && !WaitsForPod(cluster, claim)) return new("VolumeBinding", false, "pod has unbound immediate PersistentVolumeClaims");
        }

        foreach (var claim in ClaimsOf(cluster, pod))
        {
            if (claim.Spec.VolumeName.Length > 0 && !cluster.Volumes.ContainsKey(claim.Spec.VolumeName))
            {
                return new("VolumeZone", false, $"persistentvolume \"{claim.Spec.VolumeName}\" not found");
            }
        }

        return null;
    }

    /// <summary>Names of the only nodes that come into question by the pod's affinity, or null.</summary>
    public static HashSet<string>? NamesOf(Pod pod)
    {
        var terms = pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms ?? default;
        if (terms.Count == 0 || terms.Any(term => !term.MatchFields.Any(field => field.Operator == "In"))) return null;
        var names = new HashSet<string>();
        foreach (var term in terms)
        {
            var fields = term.MatchFields.Where(field => field.Operator == "In").Select(field => field.Values.ToHashSet()).ToArray();
            names.UnionWith(fields.Aggregate((one, other) => [.. one.Intersect(other)]));
        }

        return names;
    }

    /// <summary>
    /// Plugins that have nothing to say about a pod in the cluster as it is. They are not asked about nominated pods and preemption either, even
    /// where these would give them something to say, as upstream.
    /// </summary>
    public static HashSet<string> Silent(ReferenceCluster cluster, Pod pod)
    {
        var silent = new HashSet<string>();
        var affinity = pod.Spec.Affinity;
        var hasTerms = affinity?.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution.Count > 0 || affinity?.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution.Count > 0;
        var isMeant = cluster.PodsWithNodes().Any(pair => (pair.Pod.Spec.Affinity?.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? default).Any(term =>
            pair.Node.Metadata.Labels.ContainsKey(term.TopologyKey) && AffinityRules.TheirsMatches(cluster, pair.Pod, term, pod)));
        if (!hasTerms && !isMeant) silent.Add("InterPodAffinity");
        if (!pod.Spec.Volumes.Any(volume => volume.Source.GcePersistentDisk is not null) && TakenClaims(cluster, pod, cluster) == 0) silent.Add("VolumeRestrictions");
        return silent;
    }

    /// <summary>The first refusal of a node, in the order of the plugins.</summary>
    public static Refusal? OnNode(ReferenceCluster cluster, Pod pod, Node node, ReferenceBase start) =>
        NodeUnschedulable(pod, node)
        ?? TaintToleration(pod, node)
        ?? NodeAffinity(pod, node)
        ?? NodePorts(cluster, pod, node)
        ?? Resources(cluster, pod, node)
        ?? (start.Silent.Contains("VolumeRestrictions") ? null : VolumeRestrictions(cluster, pod, node, start.Cluster))
        ?? VolumeLimits(cluster, pod, node)
        ?? VolumeBinding(cluster, pod, node)
        ?? VolumeZone(cluster, pod, node)
        ?? Spread(cluster, pod, node, start.Cluster)
        ?? (start.Silent.Contains("InterPodAffinity") ? null : InterPod(cluster, pod, node))
        ?? ReferenceDevices.Filter(cluster, pod, node);

    private static Refusal? NodeUnschedulable(Pod pod, Node node)
    {
        var taint = Taint.Empty with { Key = "node.kubernetes.io/unschedulable", Effect = "NoSchedule" };
        return node.Spec.Unschedulable && !Match.Tolerates(pod.Spec.Tolerations, taint) ? new("NodeUnschedulable", false, "node(s) were unschedulable") : null;
    }

    private static Refusal? TaintToleration(Pod pod, Node node) =>
        Match.ToleratesAll(pod, node) ? null : new("TaintToleration", false, "node(s) had untolerated taint(s)");

    private static Refusal? NodeAffinity(Pod pod, Node node) =>
        Match.Node(pod, node) ? null : new("NodeAffinity", false, "node(s) didn't match Pod's node affinity/selector");

    private static Refusal? NodePorts(ReferenceCluster cluster, Pod pod, Node node)
    {
        foreach (var (ip, protocol, port) in Ports(pod))
        {
            foreach (var (otherIp, otherProtocol, otherPort) in cluster.PodsOn(node.Metadata.Name).SelectMany(Ports))
            {
                if (port != otherPort || protocol != otherProtocol) continue;
                if (ip == otherIp || ip == "0.0.0.0" || otherIp == "0.0.0.0") return new("NodePorts", true, "node(s) didn't have free ports for the requested pod ports");
            }
        }

        return null;
    }

    private static IEnumerable<(string Ip, string Protocol, int Port)> Ports(Pod pod) =>
        from container in pod.Spec.Containers
        from port in container.Ports
        where port.HostPort > 0
        select (port.HostIP.Length == 0 ? "0.0.0.0" : port.HostIP, port.Protocol.Length == 0 ? "TCP" : port.Protocol, port.HostPort);

    private static Refusal? Resources(ReferenceCluster cluster, Pod pod, Node node)
    {
        var reasons = new List<string>();
        var canChange = true;
        var pods = cluster.PodsOn(node.Metadata.Name).ToArray();
        if (pods.Length + 1 > node.Status.Allocatable.Get("pods").Value) reasons.Add("Too many pods");
        foreach (var (name, amount) in Match.Requests(pod))
        {
            if (amount == 0) continue;
            var allocatable = Match.Amount(name, node.Status.Allocatable.Get(name));
            if (amount <= allocatable - pods.Sum(other => Match.Requests(other).GetValueOrDefault(name))) continue;
            reasons.Add("Insufficient " + name);
            canChange &= amount <= allocatable;
        }

        return reasons.Count == 0 ? null : new("NodeResourcesFit", canChange, [.. reasons]);
    }

    private static IEnumerable<PersistentVolumeClaim> ClaimsOf(ReferenceCluster cluster, Pod pod) =>
        from volume in pod.Spec.Volumes
        where volume.Source.PersistentVolumeClaim is not null
        let key = $"{pod.Metadata.Namespace}/{volume.Source.PersistentVolumeClaim!.ClaimName}"
        where cluster.Claims.ContainsKey(key)
        select cluster.Claims[key];

    private static bool WaitsForPod(ReferenceCluster cluster, PersistentVolumeClaim claim) =>
        claim.Spec.StorageClassName is { } name && cluster.StorageClasses.TryGetValue(name, out var storageClass) && storageClass.VolumeBindingMode == "WaitForFirstConsumer";

    private static Refusal? VolumeRestrictions(ReferenceCluster cluster, Pod pod, Node node, ReferenceCluster start)
    {
        var disks = pod.Spec.Volumes.Where(volume => volume.Source.GcePersistentDisk is not null).Select(volume => volume.Source.GcePersistentDisk!);
        foreach (var disk in disks)
        {
            foreach (var used in cluster.PodsOn(node.Metadata.Name).SelectMany(other => other.Spec.Volumes).Select(volume => volume.Source.GcePersistentDisk))
            {
                if (used is not null && used.PdName == disk.PdName && !(used.ReadOnly && disk.ReadOnly)) return new("VolumeRestrictions", true, "node(s) had no available disk");
            }
        }

        return TakenClaims(cluster, pod, start) > 0
            ? new("VolumeRestrictions", true, "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod")
            : null;
    }

    /// <summary>
    /// How many claims that one pod alone may use have a user. A claim counts once, but every user that is tried out to come or go counts
    /// by itself, as upstream.
    /// </summary>
    private static int TakenClaims(ReferenceCluster cluster, Pod pod, ReferenceCluster start)
    {
        var exclusive = ClaimsOf(cluster, pod).Where(claim => claim.Spec.AccessModes.Contains("ReadWriteOncePod")).Select(KeyOf).ToHashSet();
        var taken = exclusive.Count(key => start.PodsWithNodes().SelectMany(pair => ClaimsOf(start, pair.Pod)).Any(claim => KeyOf(claim) == key));
        return ReferenceEquals(cluster, start) ? taken : taken + Users(cluster, start) - Users(start, cluster);

        int Users(ReferenceCluster one, ReferenceCluster other) => one.PodsWithNodes()
            .Where(pair => !other.Placed.ContainsKey(ReferenceCluster.KeyOf(pair.Pod)))
            .SelectMany(pair => ClaimsOf(one, pair.Pod))
            .Count(claim => exclusive.Contains(KeyOf(claim)));

        static string KeyOf(PersistentVolumeClaim claim) => $"{claim.Metadata.Namespace}/{claim.Metadata.Name}";
    }

    private static Refusal? VolumeLimits(ReferenceCluster cluster, Pod pod, Node node)
    {
        if (!cluster.CsiNodes.TryGetValue(node.Metadata.Name, out var csiNode)) return null;
        var wanted = ClaimsOf(cluster, pod).SelectMany(claim => CsiVolume(cluster, claim)).ToHashSet();
        var attached = cluster.PodsOn(node.Metadata.Name).SelectMany(other => ClaimsOf(cluster, other)).SelectMany(claim => CsiVolume(cluster, claim)).ToHashSet();
        foreach (var driver in csiNode.Spec.Drivers)
        {
            if (driver.Allocatable?.Count is not { } limit) continue;
            var more = wanted.Count(volume => volume.Driver == driver.Name && !attached.Contains(volume));
            if (more > 0 && attached.Count(volume => volume.Driver == driver.Name) + more > limit) return new("NodeVolumeLimits", true, "node(s) exceed max volume count");
        }

        return null;
    }

    private static IEnumerable<(string Driver, string Volume)> CsiVolume(ReferenceCluster cluster, PersistentVolumeClaim claim)
    {
        if (cluster.Volumes.TryGetValue(claim.Spec.VolumeName, out var volume))
        {
            if (volume.Spec.Source.Csi is { } csi) yield return (csi.Driver, csi.VolumeHandle);
        }
        else if (cluster.StorageClasses.TryGetValue(claim.Spec.StorageClassName ?? "", out var storageClass))
        {
            yield return (storageClass.Provisioner, $"claim {claim.Metadata.Namespace}/{claim.Metadata.Name}");
        }
    }

    private static Refusal? VolumeBinding(ReferenceCluster cluster, Pod pod, Node node)
    {
        var reasons = new List<string>();
        foreach (var claim in ClaimsOf(cluster, pod))
        {
            if (claim.Spec.VolumeName.Length > 0)
            {
                var required = cluster.Volumes[claim.Spec.VolumeName].Spec.NodeAffinity?.Required;
                if (required is not null && !required.NodeSelectorTerms.Any(term => Match.Term(term, node))) Add("node(s) didn't match PersistentVolume's node affinity");
                continue;
            }

            var terms = cluster.StorageClasses[claim.Spec.StorageClassName!].AllowedTopologies;
            var isAllowed = terms.Count == 0 || terms.Any(term => term.MatchLabelExpressions.All(one => one.Values.Contains(node.Metadata.Labels.Get(one.Key) ?? "-")));
            if (!isAllowed) Add("node(s) didn't find available persistent volumes to bind");
        }

        return reasons.Count == 0 ? null : new("VolumeBinding", false, [.. reasons]);

        void Add(string reason)
        {
            if (!reasons.Contains(reason)) reasons.Add(reason);
        }
    }

    private static Refusal? VolumeZone(ReferenceCluster cluster, Pod pod, Node node)
    {
        if (!ZoneKeys.Any(node.Metadata.Labels.ContainsKey)) return null;
        foreach (var claim in ClaimsOf(cluster, pod))
        {
            if (!cluster.Volumes.TryGetValue(claim.Spec.VolumeName, out var volume)) continue;
            foreach (var key in ZoneKeys)
            {
                if (!volume.Metadata.Labels.TryGetValue(key, out var values)) continue;
                var value = node.Metadata.Labels.Get(key) ?? node.Metadata.Labels.Get(key.Replace("failure-domain.beta", "topology", StringComparison.Ordinal));
                if (value is null || !values.Split("__").Contains(value)) return new("VolumeZone", false, "node(s) had no available volume zone");
            }
        }

        return null;
    }

    private static Refusal? Spread(ReferenceCluster cluster, Pod pod, Node node, ReferenceCluster start)
    {
        var constraints = pod.Spec.TopologySpreadConstraints.Where(one => one.WhenUnsatisfiable == "DoNotSchedule").ToArray();
        foreach (var constraint in constraints)
        {
            if (!node.Metadata.Labels.TryGetValue(constraint.TopologyKey, out var mine))
            {
                return new("PodTopologySpread", false, "node(s) didn't match pod topology spread constraints (missing required label)");
            }

            var counts = new Dictionary<string, int>();
            foreach (var other in cluster.Nodes.Values)
            {
                if (constraints.Any(one => !other.Metadata.Labels.ContainsKey(one.TopologyKey)) || !SpreadRules.Includes(constraint, pod, other)) continue;
                var value = other.Metadata.Labels[constraint.TopologyKey];
                counts[value] = counts.GetValueOrDefault(value)
                    + SpreadRules.CountOn(start, SpreadRules.SelectorOf(constraint, pod), pod.Metadata.Namespace, other)
                    + SpreadRules.Moved(start, cluster, SpreadRules.SelectorOf(constraint, pod), pod.Metadata.Namespace, other);
            }

            var least = counts.Count < (constraint.MinDomains ?? 1) ? 0 : counts.Values.Min();
            var self = Match.Labels(SpreadRules.SelectorOf(constraint, pod), pod.Metadata.Labels) ? 1 : 0;
            if (counts.GetValueOrDefault(mine) + self - least > constraint.MaxSkew) return new("PodTopologySpread", true, "node(s) didn't match pod topology spread constraints");
        }

        return null;
    }

    private static Refusal? InterPod(ReferenceCluster cluster, Pod pod, Node node)
    {
        var affinity = pod.Spec.Affinity?.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? default;
        if (affinity.Count > 0)
        {
            var no = new Refusal("InterPodAffinity", false, "node(s) didn't match pod affinity rules");
            if (affinity.Any(term => !node.Metadata.Labels.ContainsKey(term.TopologyKey))) return no;
            var friends = cluster.PodsWithNodes().Where(pair => affinity.All(term => AffinityRules.OwnMatches(cluster, pod, term, pair.Pod))).ToArray();
            if (!affinity.All(term => friends.Any(pair => Near(pair.Node, term))))
            {
                var anyCounted = friends.Any(pair => affinity.Any(term => pair.Node.Metadata.Labels.ContainsKey(term.TopologyKey)));
                if (anyCounted || !affinity.All(term => AffinityRules.OwnMatches(cluster, pod, term, pod))) return no;
            }
        }

        foreach (var term in pod.Spec.Affinity?.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? default)
        {
            if (cluster.PodsWithNodes().Any(pair => Near(pair.Node, term) && AffinityRules.OwnMatches(cluster, pod, term, pair.Pod)))
            {
                return new("InterPodAffinity", true, "node(s) didn't match pod anti-affinity rules");
            }
        }

        foreach (var (other, otherNode) in cluster.PodsWithNodes())
        {
            foreach (var term in other.Spec.Affinity?.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? default)
            {
                if (Near(otherNode, term) && AffinityRules.TheirsMatches(cluster, other, term, pod))
                {
                    return new("InterPodAffinity", true, "node(s) didn't satisfy existing pods anti-affinity rules");
                }
            }
        }

        return null;

        bool Near(Node other, PodAffinityTerm term) =>
            other.Metadata.Labels.TryGetValue(term.TopologyKey, out var value) && node.Metadata.Labels.Get(term.TopologyKey) == value;
    }
}
