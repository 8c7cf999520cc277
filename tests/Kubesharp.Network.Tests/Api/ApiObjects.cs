using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Network.Tests.Api;

/// <summary>Short ways to write API objects.</summary>
internal static class ApiObjects
{
    public static Service Service(string name, string clusterIP, params ServicePort[] ports) => new()
    {
        Metadata = new ObjectMeta { Namespace = "default", Name = name, Uid = name },
        Spec = new ServiceSpec { Type = ServiceType.ClusterIP, ClusterIP = clusterIP, ClusterIPs = [clusterIP], Ports = ports.ToValueList() },
    };

    public static EndpointSlice Slice(string service, int port, params Endpoint[] endpoints) => new()
    {
        Metadata = new ObjectMeta
        {
            Namespace = "default",
            Name = service + "-1",
            Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = service }.ToValueMap(),
        },
        AddressType = "IPv4",
        Endpoints = endpoints.ToValueList(),
        Ports = [new Kubesharp.Api.Discovery.V1.EndpointPort { Name = "", Port = port, Protocol = "TCP" }],
    };

    public static Endpoint Endpoint(string address, bool? ready = true, string node = "node-a", string? hostname = null) => new()
    {
        Addresses = [address],
        NodeName = node,
        Hostname = hostname,
        Conditions = new EndpointConditions { Ready = ready },
    };

    public static Node Node(string name, string internalIP, string? podCIDR, string? zone = null) => new()
    {
        Metadata = new ObjectMeta { Name = name, Labels = zone is null ? default : new Dictionary<string, string> { ["topology.kubernetes.io/zone"] = zone }.ToValueMap() },
        Spec = podCIDR is null ? new NodeSpec() : new NodeSpec { PodCIDR = podCIDR, PodCIDRs = [podCIDR] },
        Status = new NodeStatus { Addresses = [new NodeAddress { Type = "InternalIP", Address = internalIP }] },
    };
}
