using Kubesharp.Api;
using Kubesharp.Api.ApiRegistration.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Registry;

namespace Kubesharp.Server.Bootstrap;

/// <summary>The APIServices of what the server itself serves.</summary>
internal static class LocalApiServices
{
    /// <summary>Upstream's order of groups, and of the versions of a group.</summary>
    private static readonly Dictionary<(string Group, string Version), (int Group, int Version)> Priorities = new()
    {
        [("", "v1")] = (18000, 1),
        [("apps", "v1")] = (17800, 15),
        [("events.k8s.io", "v1")] = (17750, 15),
        [("authentication.k8s.io", "v1")] = (17700, 15),
        [("authorization.k8s.io", "v1")] = (17600, 15),
        [("autoscaling", "v2")] = (17500, 30),
        [("autoscaling", "v1")] = (17500, 15),
        [("batch", "v1")] = (17400, 15),
        [("certificates.k8s.io", "v1")] = (17300, 15),
        [("networking.k8s.io", "v1")] = (17200, 15),
        [("policy", "v1")] = (17100, 15),
        [("rbac.authorization.k8s.io", "v1")] = (17000, 15),
        [("storage.k8s.io", "v1")] = (16800, 15),
        [("apiextensions.k8s.io", "v1")] = (16700, 15),
        [("admissionregistration.k8s.io", "v1")] = (16700, 15),
        [("scheduling.k8s.io", "v1")] = (16600, 15),
        [("scheduling.k8s.io", "v1alpha2")] = (16600, 2),
        [("coordination.k8s.io", "v1")] = (16500, 15),
        [("node.k8s.io", "v1")] = (16300, 15),
        [("discovery.k8s.io", "v1")] = (16200, 15),
        [("resource.k8s.io", "v1")] = (16200, 21),
        [("flowcontrol.apiserver.k8s.io", "v1")] = (16100, 21),
    };

    public static IEnumerable<APIService> Of(ResourceRegistry registry) =>
        registry.Resources.Select(resource => (resource.Info.Gvr.Group, resource.Info.Gvr.Version)).Distinct().Where(Priorities.ContainsKey).Select(Make);

    private static APIService Make((string Group, string Version) served) => new()
    {
        Metadata = new ObjectMeta { Name = $"{served.Version}.{served.Group}", Labels = ValueMap.Of("kube-aggregator.kubernetes.io/automanaged", "onstart") },
        Spec = new APIServiceSpec
        {
            Group = served.Group,
            Version = served.Version,
            GroupPriorityMinimum = Priorities[served].Group,
            VersionPriority = Priorities[served].Version,
        },
    };
}
