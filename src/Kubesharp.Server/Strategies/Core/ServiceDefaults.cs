using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Fills in what a Service leaves open.</summary>
internal static class ServiceDefaults
{
    private const int SessionTimeoutSeconds = 10800;

    public static Service Apply(Service service)
    {
        var spec = Apply(service.Spec);
        var status = service.Status;
        if (spec.Type == ServiceType.LoadBalancer)
        {
            var ingress = status.LoadBalancer.Ingress.Map(static entry => entry is { Ip: not "", IpMode: null } ? entry with { IpMode = LoadBalancerIPMode.VIP } : entry);
            if (!ingress.IsSame(status.LoadBalancer.Ingress)) status = status with { LoadBalancer = status.LoadBalancer with { Ingress = ingress } };
        }

        return ReferenceEquals(spec, service.Spec) && ReferenceEquals(status, service.Status) ? service : service with { Spec = spec, Status = status };
    }

    private static ServiceSpec Apply(ServiceSpec spec)
    {
        var affinity = spec.SessionAffinity.Length > 0 ? spec.SessionAffinity : ServiceAffinity.None;
        var type = spec.Type.Length > 0 ? spec.Type : ServiceType.ClusterIP;
        var config = affinity switch
        {
            ServiceAffinity.None => null,
            ServiceAffinity.ClientIP when spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds is null => new SessionAffinityConfig { ClientIP = new() { TimeoutSeconds = SessionTimeoutSeconds } },
            _ => spec.SessionAffinityConfig,
        };
        var ports = spec.Ports.Map(Port);
        var external = type is ServiceType.NodePort or ServiceType.LoadBalancer || (type == ServiceType.ClusterIP && spec.ExternalIPs.Count > 0);
        var externalPolicy = external && spec.ExternalTrafficPolicy.Length == 0 ? ServiceExternalTrafficPolicy.Cluster : spec.ExternalTrafficPolicy;
        var internalPolicy = spec.InternalTrafficPolicy ?? (type is ServiceType.NodePort or ServiceType.LoadBalancer or ServiceType.ClusterIP ? ServiceInternalTrafficPolicy.Cluster : null);
        var allocate = spec.AllocateLoadBalancerNodePorts ?? (type == ServiceType.LoadBalancer ? true : null);
        if (affinity == spec.SessionAffinity && type == spec.Type && ReferenceEquals(config, spec.SessionAffinityConfig) && ports.IsSame(spec.Ports)
            && externalPolicy == spec.ExternalTrafficPolicy && internalPolicy == spec.InternalTrafficPolicy && allocate == spec.AllocateLoadBalancerNodePorts)
        {
            return spec;
        }

        return spec with
        {
            SessionAffinity = affinity,
            Type = type,
            SessionAffinityConfig = config,
            Ports = ports,
            ExternalTrafficPolicy = externalPolicy,
            InternalTrafficPolicy = internalPolicy,
            AllocateLoadBalancerNodePorts = allocate,
        };
    }

    private static ServicePort Port(ServicePort port)
    {
        var protocol = port.Protocol.Length > 0 ? port.Protocol : Protocol.TCP;
        var target = port.TargetPort is { IsString: false, Number: 0 } or { IsString: true, Text: "" } ? port.Port : port.TargetPort;
        return protocol == port.Protocol && target == port.TargetPort ? port : port with { Protocol = protocol, TargetPort = target };
    }
}
