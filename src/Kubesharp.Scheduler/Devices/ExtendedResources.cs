using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Scheduler.Cluster;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Devices;

/// <summary>
/// Resources that a DeviceClass stands for. A pod asks for them like for any other extended resource; on nodes that do not offer them themselves
/// it gets devices of the class, through one claim that the scheduler makes for all of them.
/// </summary>
internal static class ExtendedResources
{
    /// <summary>What the name of a class is put behind to make a resource of it.</summary>
    public const string ClassPrefix = "deviceclass.resource.kubernetes.io/";

    /// <summary>Says that a claim was made for the extended resources of its pod.</summary>
    private const string Annotation = "resource.kubernetes.io/extended-resource-claim";

    /// <summary>Whether a class may stand for a resource of this name.</summary>
    public static bool MayBeBacked(string name) => name.StartsWith(ClassPrefix, StringComparison.Ordinal) || PodResourceExtensions.IsExtendedResource(name);

    /// <summary>Whether a class stands for a resource.</summary>
    public static bool IsBacked(int resource, ClusterState cluster) =>
        cluster.Devices.Classes.Count > 0
        && resource > ResourceNames.EphemeralStorage
        && MayBeBacked(cluster.Resources[resource])
        && cluster.Devices.FindClassOf(cluster.Resources[resource]) is not null;

    /// <summary>Whether a pod asks for any such resource.</summary>
    public static bool AnyBacked(PodInfo pod, ClusterState cluster)
    {
        foreach (var request in pod.Class.Requests)
        {
            if (IsBacked(request.Resource, cluster)) return true;
        }

        return false;
    }

    /// <summary>
    /// The resources that a pod would get as devices on a node, by name: those that the node does not offer. Null when the node cannot
    /// serve the pod at all.
    /// </summary>
    public static List<string>? NeededOn(NodeInfo node, PodInfo pod, ClusterState cluster)
    {
        var needed = new List<string>();
        foreach (var request in pod.Class.Requests)
        {
            if (request.Resource <= ResourceNames.EphemeralStorage || cluster.Allocatable.Get(request.Resource, node.Index) > 0) continue;
            var name = cluster.Resources[request.Resource];
            if (!MayBeBacked(name)) continue;
            if (IsBacked(request.Resource, cluster)) needed.Add(name);
            else if (!node.Node.Status.Allocatable.ContainsKey(name)) return null;
        }

        needed.Sort(StringComparer.Ordinal);
        return needed;
    }

    /// <summary>How many devices on a node stand for a resource, and how many of them somebody has; zero where no class stands for it.</summary>
    public static (long All, long Used) CountOn(NodeInfo node, int resource, ClusterState cluster)
    {
        if (!IsBacked(resource, cluster)) return (0, 0);
        var deviceClass = cluster.Devices.FindClassOf(cluster.Resources[resource])!;
        var all = 0;
        var used = 0;
        foreach (var pool in cluster.Devices.PoolsOf(node))
        {
            if (pool.IsInvalid) continue;
            foreach (var device in pool.Devices)
            {
                if (!device.IsOn(node) || !device.IsOf(deviceClass)) continue;
                all++;
                if (cluster.Devices.IsUsed(device.Key)) used++;
            }
        }

        return (all, used);
    }

    /// <summary>Identifies the claim of a pod before there is an object.</summary>
    public static string PendingUid(string podUid) => "extended-resources/" + podUid;

    /// <summary>Whether a claim was made for the extended resources of a pod.</summary>
    public static bool IsExtended(ResourceClaim claim) => claim.Metadata.Annotations.Get(Annotation) == "true";

    /// <summary>Whether a claim was made for the extended resources of this pod.</summary>
    public static bool IsFor(ResourceClaim claim, Pod pod) =>
        IsExtended(claim) && claim.Metadata.GetControllerOf() is { } owner && owner.Name == pod.Metadata.Name && owner.Uid == pod.Metadata.Uid;

    /// <summary>The claim for the extended resources of a pod, which the server is to name.</summary>
    public static ResourceClaim Make(Pod pod) => new()
    {
        Metadata = ObjectMeta.Empty with
        {
            GenerateName = pod.Metadata.Name + "-extended-resources-",
            Namespace = pod.Metadata.Namespace,
            Uid = PendingUid(pod.Metadata.Uid),
            Annotations = ValueMap.Of(Annotation, "true"),
            OwnerReferences = [OwnerReference.Empty with { ApiVersion = "v1", Kind = "Pod", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid, Controller = true }],
        },
    };

    /// <summary>The requests for resources of a pod, and which containers they serve.</summary>
    public static (ValueList<DeviceRequest> Requests, ValueList<ContainerExtendedResourceRequest> Mappings) RequestsFor(Pod pod, List<string> resources, DeviceState devices)
    {
        var requests = new List<DeviceRequest>();
        var mappings = new List<ContainerExtendedResourceRequest>();
        foreach (var resource in resources) new Requests(pod, resource, devices.FindClassOf(resource)!.Metadata.Name).AddTo(requests, mappings);
        requests.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return (requests.ToValueList(), mappings.ToValueList());
    }

    /// <summary>
    /// The requests for one resource. Containers that run side by side each have one. Init containers run one at a time, before the containers
    /// that come after them, so they use the devices of those, and the largest of their further needs serves all of them.
    /// </summary>
    private sealed class Requests(Pod pod, string resource, string className)
    {
        private readonly Container[] _containers = [.. pod.Spec.InitContainers, .. pod.Spec.Containers];

        public void AddTo(List<DeviceRequest> requests, List<ContainerExtendedResourceRequest> mappings)
        {
            var lasting = new DeviceRequest?[_containers.Length];
            for (var i = 0; i < lasting.Length; i++)
            {
                var amount = RunsOnce(i) ? 0 : AmountOf(_containers[i]);
                if (amount == 0) continue;
                lasting[i] = Ask(i, amount);
                mappings.Add(Map(i, lasting[i]!.Name));
            }

            var passing = new List<(int Container, DeviceRequest Request)>();
            var shared = new List<ContainerExtendedResourceRequest>();
            for (var i = 0; i < lasting.Length; i++)
            {
                var missing = RunsOnce(i) ? AmountOf(_containers[i]) : 0;
                for (var later = i; later < lasting.Length && missing > 0; later++)
                {
                    if (lasting[later] is not { } request) continue;
                    shared.Add(Map(i, request.Name));
                    missing -= request.Exactly!.Count;
                }

                if (missing > 0) passing.Add((i, Ask(i, missing)));
            }

            if (passing.Count > 0)
            {
                var largest = passing.MaxBy(entry => entry.Request.Exactly!.Count).Request;
                requests.Add(largest);
                foreach (var (container, _) in passing) shared.Add(Map(container, largest.Name));
            }

            requests.AddRange(lasting.OfType<DeviceRequest>());
            mappings.AddRange(shared);
        }

        private bool RunsOnce(int container) => container < pod.Spec.InitContainers.Count && !_containers[container].IsRestartableInit();

        private long AmountOf(Container container) => container.Resources.Requests.TryGetValue(resource, out var amount) ? amount.Value : 0;

        private ContainerExtendedResourceRequest Map(int container, string request) =>
            ContainerExtendedResourceRequest.Empty with { ContainerName = _containers[container].Name, ResourceName = resource, RequestName = request };

        /// <summary>A request, named by the places of the container and of the resource among all that the container asks for.</summary>
        private DeviceRequest Ask(int container, long count)
        {
            var place = 0;
            foreach (var (name, _) in _containers[container].Resources.Requests)
            {
                if (string.CompareOrdinal(name, resource) < 0) place++;
            }

            return DeviceRequest.Empty with
            {
                Name = $"container-{container}-request-{place}",
                Exactly = ExactDeviceRequest.Empty with { DeviceClassName = className, AllocationMode = DeviceAllocationMode.ExactCount, Count = count },
            };
        }
    }
}
