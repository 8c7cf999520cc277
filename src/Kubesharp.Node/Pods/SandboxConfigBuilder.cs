using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Cri.V1;

namespace Kubesharp.Node.Pods;

/// <summary>Turns a pod into the sandbox that the runtime makes for it.</summary>
internal sealed class SandboxConfigBuilder(NodeAgentOptions options, PodFolders folders)
{
    /// <summary>The sandbox of a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="attempt">Number of the sandbox among those of the pod.</param>
    public PodSandboxConfig Build(Pod pod, uint attempt)
    {
        var meta = pod.Metadata;
        var host = File.Exists(options.ResolverConfiguration)
            ? ResolverConfiguration.Parse(File.ReadAllText(options.ResolverConfiguration))
            : ResolverConfiguration.None;
        var config = new PodSandboxConfig
        {
            Metadata = new PodSandboxMetadata { Name = meta.Name, Namespace = meta.Namespace, Uid = meta.Uid, Attempt = attempt },
            LogDirectory = folders.LogsOf(meta.Namespace, meta.Name, meta.Uid),
            DnsConfig = ResolverConfiguration.ForPod(pod, host, options.ClusterDns, options.ClusterDomain).ToCri(),
            Linux = Linux(pod),
        };
        if (!pod.Spec.HostNetwork) config.Hostname = PodHostname.ForKernel(pod, options.ClusterDomain);
        foreach (var label in meta.Labels) config.Labels[label.Key] = label.Value;
        config.Labels[RuntimeLabels.PodName] = meta.Name;
        config.Labels[RuntimeLabels.PodNamespace] = meta.Namespace;
        config.Labels[RuntimeLabels.PodUid] = meta.Uid;
        foreach (var annotation in meta.Annotations) config.Annotations[annotation.Key] = annotation.Value;
        if (!pod.Spec.HostNetwork) AddPorts(config, pod);
        return config;
    }

    /// <summary>Where the namespaces of a container come from.</summary>
    internal static NamespaceOption Namespaces(Pod pod) => new()
    {
        Network = pod.Spec.HostNetwork ? NamespaceMode.Node : NamespaceMode.Pod,
        Ipc = pod.Spec.HostIPC ? NamespaceMode.Node : NamespaceMode.Pod,
        Pid = pod.Spec.HostPID ? NamespaceMode.Node : pod.Spec.ShareProcessNamespace == true ? NamespaceMode.Pod : NamespaceMode.Container,
    };

    private static void AddPorts(PodSandboxConfig config, Pod pod)
    {
        foreach (var container in pod.Spec.InitContainers)
        {
            if (container.IsRestartableInit()) AddPorts(config, container);
        }

        foreach (var container in pod.Spec.Containers) AddPorts(config, container);
    }

    private static void AddPorts(PodSandboxConfig config, Api.Core.V1.Container container)
    {
        foreach (var port in container.Ports)
        {
            config.PortMappings.Add(new PortMapping
            {
                ContainerPort = port.Port,
                HostPort = port.HostPort,
                HostIp = port.HostIP,
                Protocol = port.Protocol switch
                {
                    Api.Core.V1.Protocol.UDP => Cri.V1.Protocol.Udp,
                    Api.Core.V1.Protocol.SCTP => Cri.V1.Protocol.Sctp,
                    _ => Cri.V1.Protocol.Tcp,
                },
            });
        }
    }

    private LinuxPodSandboxConfig Linux(Pod pod)
    {
        var security = new LinuxSandboxSecurityContext
        {
            NamespaceOptions = Namespaces(pod),
            Privileged = IsPrivileged(pod),
            Seccomp = ContainerConfigBuilder.Seccomp(pod.Spec.SecurityContext?.SeccompProfile) ?? new SecurityProfile
            {
                ProfileType = SecurityProfile.Types.ProfileType.RuntimeDefault,
            },
        };
        var linux = new LinuxPodSandboxConfig
        {
            CgroupParent = options.CgroupRoot.OfPod(PodResources.QosOf(pod), pod.Metadata.Uid).ToCgroupParent(options.CgroupDriver),
            SecurityContext = security,
            Overhead = Amounts(pod.Spec.Overhead.Amount(ResourceName.Cpu).MilliValue, pod.Spec.Overhead.Amount(ResourceName.Memory).Value),
            Resources = Amounts(PodResources.RequestOf(pod, ResourceName.Cpu).MilliValue, PodResources.LimitOf(pod, ResourceName.Memory)?.Value ?? 0),
        };
        if (pod.Spec.SecurityContext is { } context)
        {
            if (context.RunAsUser is { } user) security.RunAsUser = new Int64Value { Value = user };
            if (context.RunAsGroup is { } group && context.RunAsUser is not null) security.RunAsGroup = new Int64Value { Value = group };
            if (context.FsGroup is { } fsGroup) security.SupplementalGroups.Add(fsGroup);
            foreach (var extra in context.SupplementalGroups) security.SupplementalGroups.Add(extra);
            foreach (var sysctl in context.Sysctls) linux.Sysctls[sysctl.Name] = sysctl.Value;
        }

        return linux;
    }

    private static LinuxContainerResources Amounts(long milliCpu, long memory) => new()
    {
        CpuShares = milliCpu > 0 ? CpuMath.SharesOf(milliCpu) : 0,
        MemoryLimitInBytes = memory,
    };

    private static bool IsPrivileged(Pod pod)
    {
        foreach (var container in pod.Spec.Containers)
        {
            if (container.SecurityContext?.Privileged == true) return true;
        }

        foreach (var container in pod.Spec.InitContainers)
        {
            if (container.SecurityContext?.Privileged == true) return true;
        }

        return false;
    }
}
