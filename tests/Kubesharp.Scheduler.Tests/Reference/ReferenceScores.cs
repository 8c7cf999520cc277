using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>All scores of all feasible nodes, with nothing prepared. Plugins that do not score a pod are absent.</summary>
internal static class ReferenceScores
{
    public static Dictionary<string, long[]> Of(ReferenceCluster cluster, Pod pod, Node[] nodes)
    {
        var scores = new Dictionary<string, long[]>
        {
            ["TaintToleration"] = Times(3, Normalize(nodes.Select(node => Taints(pod, node)), true)),
            ["NodeResourcesFit"] = [.. nodes.Select(node => LeastAllocated(cluster, pod, node))],
            ["ImageLocality"] = [.. nodes.Select(node => Images(cluster, pod, node))],
        };
        if (pod.Spec.Affinity?.NodeAffinity?.PreferredDuringSchedulingIgnoredDuringExecution is { Count: > 0 } preferred)
        {
            var sums = nodes.Select(node => preferred.Where(term => Match.Term(term.Preference, node)).Sum(term => (long)term.Weight));
            scores["NodeAffinity"] = Times(2, Normalize(sums, false));
        }

        var requests = Match.Requests(pod);
        if (requests.GetValueOrDefault("cpu") != 0 || requests.GetValueOrDefault("memory") != 0)
        {
            scores["NodeResourcesBalancedAllocation"] = [.. nodes.Select(node => Balanced(cluster, requests, node))];
        }

        if (Spread(cluster, pod, nodes) is { } spread) scores["PodTopologySpread"] = Times(2, spread);
        if (InterPod(cluster, pod, nodes) is { } near) scores["InterPodAffinity"] = Times(2, near);
        return scores;
    }

    private static long[] Times(int weight, IEnumerable<long> scores) => [.. scores.Select(score => score * weight)];

    private static IEnumerable<long> Normalize(IEnumerable<long> scores, bool reverse)
    {
        var all = scores.ToArray();
        var most = all.Max();
        foreach (var score in all)
        {
            var scaled = most == 0 ? 0 : 100 * score / most;
            yield return reverse ? 100 - scaled : scaled;
        }
    }

    private static long Taints(Pod pod, Node node)
    {
        var tolerations = pod.Spec.Tolerations.Where(toleration => toleration.Effect is "" or "PreferNoSchedule").ToArray();
        return node.Spec.Taints.Count(taint => taint.Effect == "PreferNoSchedule" && !Match.Tolerates(tolerations, taint));
    }

    private static long LeastAllocated(ReferenceCluster cluster, Pod pod, Node node)
    {
        long sum = 0;
        var counted = 0;
        foreach (var name in new[] { "cpu", "memory" })
        {
            var allocatable = Match.Amount(name, node.Status.Allocatable.Get(name));
            if (allocatable == 0) continue;
            counted++;
            var requested = Match.AssumedRequests(pod).GetValueOrDefault(name) + cluster.PodsOn(node.Metadata.Name).Sum(other => Match.AssumedRequests(other).GetValueOrDefault(name));
            if (requested <= allocatable) sum += (allocatable - requested) * 100 / allocatable;
        }

        return counted == 0 ? 0 : sum / counted;
    }

    private static long Balanced(ReferenceCluster cluster, Dictionary<string, long> requests, Node node)
    {
        return (100 + 50 + Share(Deviation(true)) - Share(Deviation(false))) / 2;

        static long Share(double deviation) => (long)((1 - deviation) * 100);

        double Deviation(bool withPod)
        {
            var shares = new List<double>();
            foreach (var name in new[] { "cpu", "memory" })
            {
                var allocatable = Match.Amount(name, node.Status.Allocatable.Get(name));
                if (allocatable == 0) continue;
                var used = cluster.PodsOn(node.Metadata.Name).Sum(other => Match.Requests(other).GetValueOrDefault(name)) + (withPod ? requests.GetValueOrDefault(name) : 0);
                shares.Add(Math.Min((double)used / allocatable, 1));
            }

            return shares.Count == 2 ? Math.Abs((shares[0] - shares[1]) / 2) : 0;
        }
    }

    private static long Images(ReferenceCluster cluster, Pod pod, Node node)
    {
        const long mebibyte = 1 << 20;
        var containers = pod.Spec.InitContainers.Concat(pod.Spec.Containers).ToArray();
        long sum = 0;
        foreach (var container in containers)
        {
            var name = container.Image.LastIndexOf(':') <= container.Image.LastIndexOf('/') ? container.Image + ":latest" : container.Image;
            var size = SizeOn(node, name);
            if (size > 0) sum += (long)(size * ((double)cluster.Nodes.Values.Count(other => HasImage(other, name)) / cluster.Nodes.Count));
        }

        var most = 1000 * mebibyte * containers.Length;
        return 100 * (Math.Clamp(sum, 23 * mebibyte, most) - (23 * mebibyte)) / (most - (23 * mebibyte));

        static bool HasImage(Node node, string name) => node.Status.Images.Any(image => image.Names.Contains(name));

        static long SizeOn(Node node, string name) => node.Status.Images.LastOrDefault(image => image.Names.Contains(name))?.SizeBytes ?? 0;
    }

    private static long[]? Spread(ReferenceCluster cluster, Pod pod, Node[] nodes)
    {
        var isOwn = pod.Spec.TopologySpreadConstraints.Count > 0;
        var constraints = isOwn
            ? pod.Spec.TopologySpreadConstraints.Where(one => one.WhenUnsatisfiable == "ScheduleAnyway").Select(one => one with { LabelSelector = SpreadRules.SelectorOf(one, pod) }).ToArray()
            : SpreadRules.Defaults(cluster, pod);
        if (constraints.Length == 0) return null;
        var raw = new long[nodes.Length];
        for (var n = 0; n < nodes.Length; n++) raw[n] = Takes(nodes[n]) ? (long)Math.Round(constraints.Sum(one => Cost(one, nodes[n])), MidpointRounding.AwayFromZero) : -1;
        var counted = raw.Where(score => score >= 0).ToArray();
        var most = counted.DefaultIfEmpty(0).Max();
        var least = counted.DefaultIfEmpty(0).Min();
        return [.. raw.Select(score => score < 0 ? 0 : most == 0 ? 100 : 100 * (most + least - score) / most)];

        bool Takes(Node node) => !isOwn || constraints.All(one => node.Metadata.Labels.ContainsKey(one.TopologyKey));

        double Cost(TopologySpreadConstraint constraint, Node node)
        {
            if (!node.Metadata.Labels.TryGetValue(constraint.TopologyKey, out var value)) return 0;
            var isHost = constraint.TopologyKey == "kubernetes.io/hostname";
            var taking = nodes.Where(Takes).ToArray();
            var size = isHost ? taking.Length : taking.Select(other => other.Metadata.Labels.Get(constraint.TopologyKey) ?? "").Distinct().Count();
            var near = isHost
                ? [node]
                : cluster.Nodes.Values.Where(other => Takes(other) && other.Metadata.Labels.Get(constraint.TopologyKey) == value && SpreadRules.Includes(constraint, pod, other));
            long count = near.Sum(other => SpreadRules.CountOn(cluster, constraint.LabelSelector, pod.Metadata.Namespace, other));
            return (count * Math.Log(size + 2)) + (constraint.MaxSkew - 1);
        }
    }

    private static long[]? InterPod(ReferenceCluster cluster, Pod pod, Node[] nodes)
    {
        var weights = new List<(string Key, string Value, long Weight)>();
        foreach (var (other, node) in cluster.PodsWithNodes())
        {
            Own(pod.Spec.Affinity?.PodAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? default, 1, other, node);
            Own(pod.Spec.Affinity?.PodAntiAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? default, -1, other, node);
            foreach (var term in other.Spec.Affinity?.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? default)
            {
                if (AffinityRules.TheirsMatches(cluster, other, term, pod)) Add(term.TopologyKey, node, 1);
            }

            Theirs(other.Spec.Affinity?.PodAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? default, 1, other, node);
            Theirs(other.Spec.Affinity?.PodAntiAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? default, -1, other, node);
        }

        if (weights.Count == 0) return null;
        var sums = nodes.Select(node => weights.Where(one => node.Metadata.Labels.Get(one.Key) == one.Value).Sum(one => one.Weight)).ToArray();
        var (least, most) = (sums.Min(), sums.Max());
        return [.. sums.Select(sum => most == least ? 0 : (long)(100 * ((double)(sum - least) / (most - least))))];

        void Own(ValueList<WeightedPodAffinityTerm> terms, int sign, Pod other, Node node)
        {
            foreach (var term in terms)
            {
                if (AffinityRules.OwnMatches(cluster, pod, term.PodAffinityTerm, other)) Add(term.PodAffinityTerm.TopologyKey, node, sign * term.Weight);
            }
        }

        void Theirs(ValueList<WeightedPodAffinityTerm> terms, int sign, Pod other, Node node)
        {
            foreach (var term in terms)
            {
                if (AffinityRules.TheirsMatches(cluster, other, term.PodAffinityTerm, pod)) Add(term.PodAffinityTerm.TopologyKey, node, sign * term.Weight);
            }
        }

        void Add(string key, Node node, long weight)
        {
            if (node.Metadata.Labels.TryGetValue(key, out var value)) weights.Add((key, value, weight));
        }
    }
}
