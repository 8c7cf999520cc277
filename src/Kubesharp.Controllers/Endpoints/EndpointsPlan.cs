using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using EndpointsObject = Kubesharp.Api.Core.V1.Endpoints;

namespace Kubesharp.Controllers.Endpoints;

/// <summary>The Endpoints object of a Service, for clients that do not read EndpointSlices yet.</summary>
internal static class EndpointsPlan
{
    private const string OverCapacity = "endpoints.kubernetes.io/over-capacity";
    private const string ManagedByLabel = "endpoints.kubernetes.io/managed-by";
    private const int MaxAddresses = 1000;

    /// <summary>The object as it should be.</summary>
    /// <param name="service">A Service with a selector.</param>
    /// <param name="pods">The pods it selects.</param>
    /// <param name="present">The object as it is; null when there is none.</param>
    public static EndpointsObject For(Service service, IEnumerable<Pod> pods, EndpointsObject? present)
    {
        var family = service.Spec.IpFamilies.Count > 0 ? service.Spec.IpFamilies[0] : "IPv4";
        var byPorts = new Dictionary<ValueList<EndpointPort>, (List<EndpointAddress> Ready, List<EndpointAddress> NotReady)>();
        var count = 0;
        foreach (var pod in pods.OrderBy(pod => pod.Metadata.Uid, StringComparer.Ordinal))
        {
            if (!ServiceEndpoints.MayServe(pod, service.Spec.PublishNotReadyAddresses) || ServiceEndpoints.AddressOf(pod, family) is not { } ip) continue;
            var ready = service.Spec.PublishNotReadyAddresses || pod.IsReady();
            if (!ready && pod.Spec.RestartPolicy == RestartPolicy.Never && pod.IsTerminal()) continue;
            var ports = Ports(service, pod);
            if (ports.Count == 0 && service.Spec.Ports.Count > 0) continue;
            if (++count > MaxAddresses) break;
            if (!byPorts.TryGetValue(ports, out var addresses)) byPorts.Add(ports, addresses = ([], []));
            (ready ? addresses.Ready : addresses.NotReady).Add(new EndpointAddress
            {
                Ip = ip,
                Hostname = ServiceEndpoints.HostnameOf(pod, service) ?? "",
                NodeName = pod.Spec.NodeName.Length > 0 ? pod.Spec.NodeName : null,
                TargetRef = ServiceEndpoints.Reference(pod),
            });
        }

        var subsets = byPorts.Select(pair => new EndpointSubset { Addresses = pair.Value.Ready.ToValueList(), NotReadyAddresses = pair.Value.NotReady.ToValueList(), Ports = pair.Key }).ToValueList();
        var metadata = present?.Metadata ?? new ObjectMeta { Name = service.Metadata.Name, Namespace = service.Metadata.Namespace };
        var labels = ServiceEndpoints.WithHeadless(service.Metadata.Labels.Remove(ServiceEndpoints.HeadlessLabel), service).Set(ManagedByLabel, "endpoint-controller");
        var annotations = count > MaxAddresses ? metadata.Annotations.Set(OverCapacity, "truncated") : metadata.Annotations.Remove(OverCapacity);
        return new EndpointsObject { Metadata = metadata with { Labels = labels, Annotations = annotations }, Subsets = subsets };
    }

    private static ValueList<EndpointPort> Ports(Service service, Pod pod)
    {
        var ports = new List<EndpointPort>();
        foreach (var port in service.Spec.Ports)
        {
            if (ServiceEndpoints.TargetPort(pod, port) is { } number)
                ports.Add(new EndpointPort { Name = port.Name, Port = number, Protocol = ServiceEndpoints.Protocol(port.Protocol), AppProtocol = port.AppProtocol });
        }

        return ports.ToValueList();
    }
}
