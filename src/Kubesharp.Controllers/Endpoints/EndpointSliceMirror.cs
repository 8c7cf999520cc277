using System.Net;
using System.Net.Sockets;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Api.Meta.V1;
using EndpointPort = Kubesharp.Api.Discovery.V1.EndpointPort;
using EndpointsObject = Kubesharp.Api.Core.V1.Endpoints;

namespace Kubesharp.Controllers.Endpoints;

/// <summary>The slices that say the same as an Endpoints object that somebody wrote by hand.</summary>
internal static class EndpointSliceMirror
{
    public const string ManagedBy = "endpointslicemirroring-controller.k8s.io";

    /// <summary>Addresses of a subset that are looked at.</summary>
    private const int MaxAddresses = 1000;
    private const string SkipLabel = "endpointslice.kubernetes.io/skip-mirror";
    private const string LeaderAnnotation = "control-plane.alpha.kubernetes.io/leader";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
    private const string TriggerTime = "endpoints.kubernetes.io/last-change-trigger-time";

    /// <summary>Whether the object has slices made of it: it belongs to a Service without selector and nothing says otherwise.</summary>
    public static bool IsMirrored(EndpointsObject endpoints, Service? service) =>
        service is { Spec.Selector.Count: 0 } && endpoints.Metadata.Labels.Get(SkipLabel) != "true" && !endpoints.Metadata.Annotations.ContainsKey(LeaderAnnotation);

    /// <summary>One slice for each family of addresses and set of ports.</summary>
    public static List<EndpointSlice> SlicesOf(EndpointsObject endpoints)
    {
        var slices = new List<EndpointSlice>();
        foreach (var subset in endpoints.Subsets)
        {
            var ports = subset.Ports.Select(port => new EndpointPort { Name = port.Name, Port = port.Port, Protocol = port.Protocol, AppProtocol = port.AppProtocol }).ToValueList();
            var all = subset.Addresses.Select(address => (Address: address, Ready: true))
                .Concat(subset.NotReadyAddresses.Select(address => (Address: address, Ready: false))).Take(MaxAddresses);
            foreach (var family in all.GroupBy(one => FamilyOf(one.Address.Ip)).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                slices.Add(new EndpointSlice
                {
                    Metadata = MetadataOf(endpoints),
                    AddressType = family.Key,
                    Ports = ports.IsNull ? [] : ports,
                    Endpoints = family.Select(one => EndpointOf(one.Address, one.Ready)).ToValueList(),
                });
            }
        }

        return slices;
    }

    private static string FamilyOf(string ip) =>
        IPAddress.TryParse(ip, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? IPFamily.IPv6 : IPFamily.IPv4;

    private static Endpoint EndpointOf(EndpointAddress address, bool ready) => new()
    {
        Addresses = [address.Ip],
        Conditions = new EndpointConditions { Ready = ready },
        Hostname = address.Hostname.Length > 0 ? address.Hostname : null,
        NodeName = address.NodeName,
        TargetRef = address.TargetRef,
    };

    private static ObjectMeta MetadataOf(EndpointsObject endpoints) => new()
    {
        GenerateName = endpoints.Metadata.Name + "-",
        Namespace = endpoints.Metadata.Namespace,
        OwnerReferences = [endpoints.ToControllerReference()],
        Labels = endpoints.Metadata.Labels.Set(EndpointSlicePlan.ServiceLabel, endpoints.Metadata.Name).Set(EndpointSlicePlan.ManagedByLabel, ManagedBy),
        Annotations = endpoints.Metadata.Annotations.Remove(LastApplied).Remove(TriggerTime),
    };
}
