using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Fills in what a pod or a pod template leaves open; returns its argument when nothing is missing.</summary>
internal static class PodDefaults
{
    public const string SchedulerName = "default-scheduler";
    public const long TerminationGracePeriodSeconds = 30;

    public static Pod Apply(Pod pod)
    {
        var spec = Apply(pod.Spec);
        var containers = spec.Containers.Map(RequestsFromLimits);
        var initContainers = spec.InitContainers.Map(RequestsFromLimits);
        if (spec.HostNetwork)
        {
            containers = containers.Map(HostPorts);
            initContainers = initContainers.Map(HostPorts);
        }

        var resources = PodLevelResources.Apply(spec.Resources, containers, initContainers);
        if (!containers.IsSame(spec.Containers) || !initContainers.IsSame(spec.InitContainers) || spec.EnableServiceLinks is null || !ReferenceEquals(resources, spec.Resources))
        {
            spec = spec with { Containers = containers, InitContainers = initContainers, EnableServiceLinks = spec.EnableServiceLinks ?? true, Resources = resources };
        }

        var status = Addresses(pod.Status);
        return ReferenceEquals(spec, pod.Spec) && ReferenceEquals(status, pod.Status) ? pod : pod with { Spec = spec, Status = status };
    }

    public static PodTemplateSpec Apply(PodTemplateSpec template)
    {
        var spec = Apply(template.Spec);
        if (spec.HostNetwork)
        {
            var containers = spec.Containers.Map(HostPorts);
            var initContainers = spec.InitContainers.Map(HostPorts);
            if (!containers.IsSame(spec.Containers) || !initContainers.IsSame(spec.InitContainers)) spec = spec with { Containers = containers, InitContainers = initContainers };
        }

        return ReferenceEquals(spec, template.Spec) ? template : template with { Spec = spec };
    }

    /// <summary>The defaults that pods and templates share.</summary>
    public static PodSpec Apply(PodSpec spec)
    {
        var volumes = spec.Volumes.Map(VolumeDefaults.Apply);
        var containers = spec.Containers.Map(ContainerDefaults.Apply);
        var initContainers = spec.InitContainers.Map(ContainerDefaults.Apply);
        var ephemeral = spec.EphemeralContainers.Map(ContainerDefaults.Apply);
        var overhead = ResourceDefaults.Round(spec.Overhead);
        var serviceAccount = spec.ServiceAccountName.Length > 0 ? spec.ServiceAccountName : spec.ServiceAccount;
        if (volumes.IsSame(spec.Volumes) && containers.IsSame(spec.Containers) && initContainers.IsSame(spec.InitContainers)
            && ephemeral.IsSame(spec.EphemeralContainers) && overhead.IsSame(spec.Overhead)
            && spec is { DnsPolicy: not "", RestartPolicy: not "", SecurityContext: not null, TerminationGracePeriodSeconds: not null, SchedulerName: not "" }
            && serviceAccount == spec.ServiceAccountName && serviceAccount == spec.ServiceAccount)
        {
            return spec;
        }

        return spec with
        {
            Volumes = volumes,
            Containers = containers,
            InitContainers = initContainers,
            EphemeralContainers = ephemeral,
            Overhead = overhead,
            DnsPolicy = spec.DnsPolicy.Length > 0 ? spec.DnsPolicy : DNSPolicy.ClusterFirst,
            RestartPolicy = spec.RestartPolicy.Length > 0 ? spec.RestartPolicy : RestartPolicy.Always,
            SecurityContext = spec.SecurityContext ?? PodSecurityContext.Empty,
            TerminationGracePeriodSeconds = spec.TerminationGracePeriodSeconds ?? TerminationGracePeriodSeconds,
            SchedulerName = spec.SchedulerName.Length > 0 ? spec.SchedulerName : SchedulerName,
            ServiceAccountName = serviceAccount,
            ServiceAccount = serviceAccount,
        };
    }

    /// <summary>A limit without a request is also the request.</summary>
    private static Container RequestsFromLimits(Container container)
    {
        var requests = container.Resources.Requests;
        foreach (var (name, limit) in container.Resources.Limits)
        {
            if (!requests.ContainsKey(name)) requests = requests.Set(name, limit);
        }

        return requests.IsSame(container.Resources.Requests) ? container : container with { Resources = container.Resources with { Requests = requests } };
    }

    /// <summary>In the host's network every container port is a port of the host.</summary>
    private static Container HostPorts(Container container)
    {
        var ports = container.Ports.Map(static port => port.HostPort == 0 && port.Port != 0 ? port with { HostPort = port.Port } : port);
        return ports.IsSame(container.Ports) ? container : container with { Ports = ports };
    }

    /// <summary>Keeps the single-address fields equal to the first entry of their lists.</summary>
    private static PodStatus Addresses(PodStatus status)
    {
        if (status.PodIP.Length > 0 && (status.PodIPs.Count == 0 || status.PodIPs[0].Ip != status.PodIP))
        {
            status = status with { PodIPs = [new PodIP { Ip = status.PodIP }] };
        }
        else if (status.PodIP.Length == 0 && status.PodIPs.Count > 0)
        {
            status = status with { PodIP = status.PodIPs[0].Ip };
        }

        if (status.HostIP.Length > 0 && (status.HostIPs.Count == 0 || status.HostIPs[0].Ip != status.HostIP))
        {
            status = status with { HostIPs = [new HostIP { Ip = status.HostIP }] };
        }
        else if (status.HostIP.Length == 0 && status.HostIPs.Count > 0)
        {
            status = status with { HostIP = status.HostIPs[0].Ip };
        }

        return status;
    }
}
