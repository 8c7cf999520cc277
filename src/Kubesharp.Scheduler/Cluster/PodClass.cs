using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler.Cluster;

/// <summary>
/// What scheduling needs to know of a pod's specification and labels, worked out once. Pods made from one template share one class, so
/// whatever is kept per class serves all of them.
/// </summary>
public sealed class PodClass
{
    /// <summary>Processor time in thousandths that scoring assumes for a container that asks for none.</summary>
    public const long DefaultMilliCpu = 100;

    /// <summary>Bytes of memory that scoring assumes for a container that asks for none.</summary>
    public const long DefaultMemory = 200 * 1024 * 1024;

    private static readonly ValueMap<Quantity> DefaultRequests = ValueMap.Create<Quantity>(
        [new(ResourceName.Cpu, Quantity.FromMilli(DefaultMilliCpu)), new(ResourceName.Memory, Quantity.FromValue(DefaultMemory))]);

    internal PodClass(Pod pod, ClusterState cluster)
    {
        var spec = pod.Spec;
        Spec = spec;
        (Requests, NonZeroCpu, NonZeroMemory) = CountRequests(pod, cluster.Resources);
        var scored = pod.GetResourceRequests();
        ScoreCpu = scored.Get(ResourceName.Cpu).MilliValue;
        ScoreMemory = scored.Get(ResourceName.Memory).Value;
        // The score of free resources leaves those of the pod as a whole out for the pod that is being placed, as upstream does.
        scored = pod.GetResourceRequests(new PodResourceOptions { SkipPodLevelResources = true, NonMissingContainerRequests = DefaultRequests });
        ScoreNonZeroCpu = scored.Get(ResourceName.Cpu).MilliValue;
        ScoreNonZeroMemory = scored.Get(ResourceName.Memory).Value;
        HostPorts = spec.GetHostPorts();
        Images = FindImages(spec);
        ImageContainers = spec.InitContainers.Count + spec.Containers.Count;
        var ns = pod.Metadata.Namespace;
        if (spec.Affinity is { } affinity)
        {
            if (affinity.PodAffinity is { } near)
            {
                RequiredAffinity = Terms(ns, near.RequiredDuringSchedulingIgnoredDuringExecution, cluster);
                PreferredAffinity = Terms(ns, near.PreferredDuringSchedulingIgnoredDuringExecution, cluster);
            }

            if (affinity.PodAntiAffinity is { } apart)
            {
                RequiredAntiAffinity = Terms(ns, apart.RequiredDuringSchedulingIgnoredDuringExecution, cluster);
                PreferredAntiAffinity = Terms(ns, apart.PreferredDuringSchedulingIgnoredDuringExecution, cluster);
            }

            HasNodeAffinity = affinity.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution is not null;
        }

        Claims = FindClaims(pod);
        foreach (var volume in spec.Volumes) HasMigratedVolumes |= MigratedVolumes.Of(volume.Source) is not null;
    }

    /// <summary>Specification of the pod the class was made from.</summary>
    public PodSpec Spec { get; }

    /// <summary>What a node has to have free, without amounts of zero.</summary>
    public ResourceRequest[] Requests { get; }

    /// <summary>Processor time the pod counts with in scores once it is placed.</summary>
    public long NonZeroCpu { get; }

    /// <summary>Memory the pod counts with in scores once it is placed.</summary>
    public long NonZeroMemory { get; }

    /// <summary>Processor time for scoring the pod, without assumed requests.</summary>
    public long ScoreCpu { get; }

    /// <summary>Memory for scoring the pod, without assumed requests.</summary>
    public long ScoreMemory { get; }

    /// <summary>Processor time for scoring the pod, with assumed requests.</summary>
    public long ScoreNonZeroCpu { get; }

    /// <summary>Memory for scoring the pod, with assumed requests.</summary>
    public long ScoreNonZeroMemory { get; }

    public HostPort[] HostPorts { get; }

    /// <summary>Names of images with their tags.</summary>
    public string[] Images { get; }

    /// <summary>Number of containers that image scores are averaged over.</summary>
    public int ImageContainers { get; }

    /// <summary>Whether there is a required node affinity.</summary>
    public bool HasNodeAffinity { get; }

    public AffinityTerm[] RequiredAffinity { get; } = [];

    public AffinityTerm[] RequiredAntiAffinity { get; } = [];

    public AffinityTerm[] PreferredAffinity { get; } = [];

    public AffinityTerm[] PreferredAntiAffinity { get; } = [];

    /// <summary>Names of the persistent volume claims in the pod's namespace that its volumes name or stand for.</summary>
    public PodClaim[] Claims { get; }

    /// <summary>Whether the pod names disks or shares of its own that a CSI driver may count.</summary>
    public bool HasMigratedVolumes { get; }

    /// <summary>Whether other pods can have the same class.</summary>
    internal bool IsShared { get; init; }

    /// <summary>How many pods of the class are on nodes.</summary>
    internal int Placed { get; set; }

    /// <summary>When a pod last got the class, counted in pods.</summary>
    internal long LastUse { get; set; }

    public bool HasAnyAffinity =>
        RequiredAffinity.Length > 0 || RequiredAntiAffinity.Length > 0 || PreferredAffinity.Length > 0 || PreferredAntiAffinity.Length > 0;

    /// <summary>How much of a resource the pod asks for; zero when it does not.</summary>
    public long RequestOf(int resource)
    {
        foreach (var request in Requests)
        {
            if (request.Resource == resource) return request.Amount;
        }

        return 0;
    }

    /// <summary>Name of an image as nodes report it: with the tag that is meant when none is given.</summary>
    internal static string NormalizeImage(string image) => image.LastIndexOf(':') <= image.LastIndexOf('/') ? image + ":latest" : image;

    private static (ResourceRequest[] Requests, long Cpu, long Memory) CountRequests(Pod pod, ResourceNames resources)
    {
        var options = new PodResourceOptions { UseStatusResources = true };
        var amounts = pod.GetResourceRequests(options);
        var requests = new List<ResourceRequest>(amounts.Count);
        foreach (var (name, quantity) in amounts)
        {
            if (name == ResourceName.Pods) continue;
            var resource = resources.Intern(name);
            var amount = ResourceNames.Amount(resource, quantity);
            if (amount != 0) requests.Add(new(resource, amount));
        }

        requests.Sort(static (left, right) => left.Resource - right.Resource);
        var defaults = DefaultRequests;
        if (pod.Spec.Resources is { } whole && whole.Requests.Count > 0)
        {
            if (amounts.ContainsKey(ResourceName.Cpu)) defaults = defaults.Remove(ResourceName.Cpu);
            if (amounts.ContainsKey(ResourceName.Memory)) defaults = defaults.Remove(ResourceName.Memory);
        }

        var assumed = defaults.Count == 0 ? amounts : pod.GetResourceRequests(options with { NonMissingContainerRequests = defaults });
        return ([.. requests], assumed.Get(ResourceName.Cpu).MilliValue, assumed.Get(ResourceName.Memory).Value);
    }

    private static string[] FindImages(PodSpec spec)
    {
        var images = new List<string>(spec.InitContainers.Count + spec.Containers.Count);
        foreach (var container in spec.InitContainers) images.Add(NormalizeImage(container.Image));
        foreach (var container in spec.Containers) images.Add(NormalizeImage(container.Image));
        foreach (var volume in spec.Volumes)
        {
            if (volume.Source.Image is { } image) images.Add(NormalizeImage(image.Reference));
        }

        return [.. images];
    }

    private static PodClaim[] FindClaims(Pod pod)
    {
        List<PodClaim>? claims = null;
        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.Source.PersistentVolumeClaim is { } claim) (claims ??= []).Add(new(claim.ClaimName, false, claim.ReadOnly));
            else if (volume.Source.Ephemeral is not null) (claims ??= []).Add(new($"{pod.Metadata.Name}-{volume.Name}", true, false));
        }

        return claims is null ? [] : [.. claims];
    }

    private static AffinityTerm[] Terms(string ns, ValueList<PodAffinityTerm> terms, ClusterState cluster)
    {
        var result = new AffinityTerm[terms.Count];
        for (var i = 0; i < result.Length; i++) result[i] = new(ns, terms[i], cluster);
        return result;
    }

    private static AffinityTerm[] Terms(string ns, ValueList<WeightedPodAffinityTerm> terms, ClusterState cluster)
    {
        var result = new AffinityTerm[terms.Count];
        for (var i = 0; i < result.Length; i++) result[i] = new(ns, terms[i].PodAffinityTerm, cluster, terms[i].Weight);
        return result;
    }
}
