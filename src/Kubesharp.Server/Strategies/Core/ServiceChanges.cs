using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Keeps what was allocated for a Service when an update does not mention it, and drops it when the new type has no use for it.</summary>
internal static class ServiceChanges
{
    public static bool NeedsClusterIP(ServiceSpec spec) => spec.Type is ServiceType.ClusterIP or ServiceType.NodePort or ServiceType.LoadBalancer;

    public static bool NeedsNodePort(ServiceSpec spec) => spec.Type is ServiceType.NodePort || (spec.Type == ServiceType.LoadBalancer && spec.AllocateLoadBalancerNodePorts != false);

    public static bool NeedsHealthCheckNodePort(ServiceSpec spec) => spec.Type == ServiceType.LoadBalancer && spec.ExternalTrafficPolicy == ServiceExternalTrafficPolicy.Local;

    /// <summary>A new Service may name its address in the singular field alone.</summary>
    public static ServiceSpec WithClusterIPs(ServiceSpec spec) =>
        spec.ClusterIP.Length > 0 && spec.ClusterIPs.Count == 0 ? spec with { ClusterIPs = [spec.ClusterIP] } : spec;

    /// <summary>The new specification together with what it takes over from the stored one.</summary>
    public static ServiceSpec Carry(ServiceSpec spec, ServiceSpec old) => DropForType(KeepAllocated(Normalize(spec, old), old), old);

    /// <summary>Lets clients that know only one of clusterIP and clusterIPs change the pair.</summary>
    private static ServiceSpec Normalize(ServiceSpec spec, ServiceSpec old)
    {
        var single = spec.ClusterIP != old.ClusterIP;
        var list = spec.ClusterIPs != old.ClusterIPs;
        if (single && !list && spec.ClusterIP.Length == 0 && old.ClusterIP.Length > 0) return spec with { ClusterIPs = default };
        if (single && !list && spec.ClusterIP.Length > 0) return spec with { ClusterIPs = [spec.ClusterIP] };
        if (single && list && spec.ClusterIP.Length > 0 && spec.ClusterIPs.Count == 0) return spec with { ClusterIPs = [spec.ClusterIP] };
        return spec;
    }

    private static ServiceSpec KeepAllocated(ServiceSpec spec, ServiceSpec old)
    {
        if (NeedsClusterIP(old) && NeedsClusterIP(spec) && spec.ClusterIP.Length == 0 && spec.ClusterIPs.Count == 0)
        {
            spec = spec with { ClusterIP = old.ClusterIP, ClusterIPs = old.ClusterIPs };
        }

        if (spec.IpFamilyPolicy is null && NeedsClusterIP(spec)) spec = spec with { IpFamilyPolicy = old.IpFamilyPolicy };
        if (spec.IpFamilies.Count == 0 && NeedsClusterIP(spec)) spec = spec with { IpFamilies = old.IpFamilies };
        if (NeedsNodePort(old) && NeedsNodePort(spec))
        {
            var ports = spec.Ports.Map(old, static (port, before) => port.NodePort == 0 && PortOf(before, port) is > 0 and var nodePort ? port with { NodePort = nodePort } : port);
            if (!ports.IsSame(spec.Ports) && HasUniqueNodePorts(ports)) spec = spec with { Ports = ports };
        }

        if (NeedsHealthCheckNodePort(old) && NeedsHealthCheckNodePort(spec) && spec.HealthCheckNodePort == 0) spec = spec with { HealthCheckNodePort = old.HealthCheckNodePort };
        return spec;
    }

    private static int PortOf(ServiceSpec old, ServicePort wanted)
    {
        foreach (var port in old.Ports)
        {
            if (port.Protocol == wanted.Protocol && port.Port == wanted.Port) return port.NodePort;
        }

        return 0;
    }

    private static bool HasUniqueNodePorts(ValueList<ServicePort> ports)
    {
        for (var i = 1; i < ports.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (ports[i].NodePort != 0 && ports[i].NodePort == ports[j].NodePort && ports[i].Protocol == ports[j].Protocol) return false;
            }
        }

        return true;
    }

    private static ServiceSpec DropForType(ServiceSpec spec, ServiceSpec old)
    {
        if (NeedsClusterIP(old) && !NeedsClusterIP(spec))
        {
            if (spec.ClusterIPs == old.ClusterIPs) spec = spec with { ClusterIP = "", ClusterIPs = default };
            if (spec.IpFamilies == old.IpFamilies) spec = spec with { IpFamilies = default };
            if (spec.IpFamilyPolicy == old.IpFamilyPolicy) spec = spec with { IpFamilyPolicy = null };
        }

        if (NeedsNodePort(old) && !NeedsNodePort(spec) && SameNodePorts(spec, old))
        {
            spec = spec with { Ports = spec.Ports.Map(static port => port.NodePort == 0 ? port : port with { NodePort = 0 }) };
        }

        if (NeedsHealthCheckNodePort(old) && !NeedsHealthCheckNodePort(spec) && spec.HealthCheckNodePort == old.HealthCheckNodePort) spec = spec with { HealthCheckNodePort = 0 };
        if (old.Type == ServiceType.LoadBalancer && spec.Type != ServiceType.LoadBalancer)
        {
            if (spec.AllocateLoadBalancerNodePorts == old.AllocateLoadBalancerNodePorts) spec = spec with { AllocateLoadBalancerNodePorts = null };
            if (spec.LoadBalancerClass == old.LoadBalancerClass) spec = spec with { LoadBalancerClass = null };
        }

        if (ServiceValidator.IsExternallyAccessible(old) && !ServiceValidator.IsExternallyAccessible(spec) && spec.ExternalTrafficPolicy == old.ExternalTrafficPolicy)
        {
            spec = spec with { ExternalTrafficPolicy = "" };
        }

        return spec;
    }

    private static bool SameNodePorts(ServiceSpec spec, ServiceSpec old)
    {
        foreach (var port in spec.Ports)
        {
            if (port.NodePort == 0) continue;
            var known = false;
            foreach (var before in old.Ports) known |= before.NodePort == port.NodePort;
            if (!known) return false;
        }

        return true;
    }
}
