using System.Globalization;
using System.Net;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Scheduling.V1;
using ServiceCIDR = Kubesharp.Api.Networking.V1.ServiceCIDR;
using ServiceCIDRSpec = Kubesharp.Api.Networking.V1.ServiceCIDRSpec;

namespace Kubesharp.Server.Bootstrap;

/// <summary>The objects by which a cluster finds its own API server, and its built-in priority classes.</summary>
/// <param name="serviceNetwork">Addresses of Services.</param>
/// <param name="serviceAddress">Service address of the server.</param>
/// <param name="serverAddress">Address it really listens on.</param>
/// <param name="port">Port it really listens on.</param>
internal sealed class ClusterObjects(IPNetwork serviceNetwork, IPAddress serviceAddress, IPAddress serverAddress, int port)
{
    private const string Name = "kubernetes";
    private const string TrackedSince = "since";
    private const string DateFormat = "yyyy-MM-dd";

    public IReadOnlyList<PriorityClass> PriorityClasses { get; } =
    [
        new()
        {
            Metadata = new ObjectMeta { Name = "system-cluster-critical" },
            Value = 2_000_000_000,
            Description = "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
        },
        new()
        {
            Metadata = new ObjectMeta { Name = "system-node-critical" },
            Value = 2_000_001_000,
            Description = "Used for system critical pods that must not be moved from their current node.",
        },
    ];

    /// <summary>Says since when the last use of tokens in Secrets is noted.</summary>
    public static ConfigMap TokenTracking(DateTimeOffset now) => new()
    {
        Metadata = new ObjectMeta { Name = "kube-apiserver-legacy-service-account-token-tracking", Namespace = "kube-system" },
        Data = ValueMap.Of(TrackedSince, now.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture)),
    };

    /// <summary>The day that is noted stays, unless it is none.</summary>
    public static ConfigMap MergeTokenTracking(ConfigMap old, ConfigMap wanted) =>
        DateTime.TryParseExact(old.Data.Get(TrackedSince), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && old.Data.Count == 1 ? old : old with { Data = wanted.Data };

    public ServiceCIDR ServiceCidr { get; } = new()
    {
        Metadata = new ObjectMeta { Name = Name },
        Spec = new ServiceCIDRSpec { Cidrs = [serviceNetwork.ToString()] },
    };

    public Service Service { get; } = new()
    {
        Metadata = new ObjectMeta
        {
            Name = Name,
            Namespace = "default",
            Labels = new Dictionary<string, string> { ["component"] = "apiserver", ["provider"] = "kubernetes" }.ToValueMap(),
        },
        Spec = new ServiceSpec
        {
            Type = "ClusterIP",
            ClusterIP = serviceAddress.ToString(),
            ClusterIPs = [serviceAddress.ToString()],
            IpFamilies = ["IPv4"],
            IpFamilyPolicy = "SingleStack",
            SessionAffinity = "None",
            InternalTrafficPolicy = "Cluster",
            Ports = [new ServicePort { Name = "https", Port = 443, Protocol = "TCP", TargetPort = new IntOrString(port) }],
        },
    };

    public EndpointSlice EndpointSlice { get; } = new()
    {
        Metadata = new ObjectMeta { Name = Name, Namespace = "default", Labels = ValueMap.Of("kubernetes.io/service-name", Name) },
        AddressType = "IPv4",
        // A server that listens on loopback alone has no address that pods could use, and the API refuses loopback as an endpoint.
        Endpoints = IPAddress.IsLoopback(serverAddress) ? [] : [new Endpoint { Addresses = [serverAddress.ToString()], Conditions = new EndpointConditions { Ready = true } }],
        Ports = [new Api.Discovery.V1.EndpointPort { Name = "https", Port = port, Protocol = "TCP" }],
    };

    public Endpoints Endpoints { get; } = new()
    {
        Metadata = new ObjectMeta { Name = Name, Namespace = "default", Labels = ValueMap.Of("endpointslice.kubernetes.io/skip-mirror", "true") },
        Subsets = IPAddress.IsLoopback(serverAddress)
            ? []
            :
            [
                new EndpointSubset
                {
                    Addresses = [new EndpointAddress { Ip = serverAddress.ToString() }],
                    Ports = [new Api.Core.V1.EndpointPort { Name = "https", Port = port, Protocol = "TCP" }],
                },
            ],
    };
}
