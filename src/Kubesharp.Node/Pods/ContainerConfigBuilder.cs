using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Cri.V1;
using Container = Kubesharp.Api.Core.V1.Container;
using SupplementalGroupsPolicy = Kubesharp.Api.Core.V1.SupplementalGroupsPolicy;

namespace Kubesharp.Node.Pods;

/// <summary>Turns a container of a pod into what the runtime is told to make.</summary>
internal sealed class ContainerConfigBuilder(
    NodeAgentOptions options, PodFolders folders, IPodVolumes volumes, IContainerEnvironment environment, long memoryCapacity)
{
    private const string DefaultTerminationMessagePath = "/dev/termination-log";

    private static readonly ImmutableArray<string> MaskedPaths =
    [
        "/proc/asound", "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats",
        "/proc/sched_debug", "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap",
    ];

    private static readonly ImmutableArray<string> ReadOnlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    /// <summary>Builds the configuration and the files on this machine that it mounts.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">One of its containers.</param>
    /// <param name="image">The image the runtime has for it.</param>
    /// <param name="restartCount">How often it has been started before.</param>
    /// <param name="addresses">Addresses of the pod, whose sandbox runs.</param>
    /// <param name="targetContainerId">The container whose processes an ephemeral one wants to see; null for none.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ContainerConfigException">The pod asks for what cannot be had.</exception>
    public async Task<ContainerConfig> BuildAsync(
        Pod pod, Container container, Image image, int restartCount, PodAddresses addresses, string? targetContainerId, CancellationToken cancel)
    {
        VerifyNonRoot(pod, container, image);
        var variables = await environment.BuildAsync(pod, container, addresses, cancel);
        var mounts = await volumes.ForContainerAsync(pod, container, addresses, cancel);
        var config = new ContainerConfig
        {
            Metadata = new ContainerMetadata { Name = container.Name, Attempt = (uint)restartCount },
            Image = new ImageSpec { Image = image.Id, UserSpecifiedImage = container.Image },
            WorkingDir = container.WorkingDir,
            LogPath = string.Create(CultureInfo.InvariantCulture, $"{container.Name}/{restartCount}.log"),
            Stdin = container.Stdin,
            StdinOnce = container.StdinOnce,
            Tty = container.Tty,
            Linux = new LinuxContainerConfig
            {
                Resources = Resources(pod, container),
                SecurityContext = Security(pod, container, image, targetContainerId),
            },
        };
        if (container.Lifecycle?.StopSignal is { } signal && Enum.TryParse<Signal>(signal, ignoreCase: true, out var number)) config.StopSignal = number;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            values[name] = value;
            config.Envs.Add(new KeyValue { Key = name, Value = Google.Protobuf.ByteString.CopyFromUtf8(value) });
        }

        foreach (var word in container.Command) config.Command.Add(Expand(word, values));
        foreach (var word in container.Args) config.Args.Add(Expand(word, values));
        config.Mounts.AddRange(mounts.Mounts);
        config.Devices.AddRange(mounts.Devices);
        await AddOwnMountsAsync(config, pod, container, restartCount, addresses, cancel);
        AddIdentity(config, pod, container, restartCount);
        return config;
    }

    /// <summary>
    /// Replaces <c>$(NAME)</c> by the value of a variable. A name without a value stays as it is, and <c>$$</c> gives one dollar sign
    /// that begins nothing.
    /// </summary>
    internal static string Expand(string text, IReadOnlyDictionary<string, string> values)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (text[i] != '$' || next is not ('$' or '('))
            {
                result.Append(text[i]);
                continue;
            }

            if (next == '$')
            {
                result.Append('$');
                i++;
                continue;
            }

            var end = text.IndexOf(')', i);
            if (end < 0)
            {
                result.Append('$');
                continue;
            }

            var name = text[(i + 2)..end];
            result.Append(values.TryGetValue(name, out var value) ? value : text[i..(end + 1)]);
            i = end;
        }

        return result.ToString();
    }

    /// <summary>A profile in the runtime's form, or null when nothing is said.</summary>
    internal static SecurityProfile? Seccomp(SeccompProfile? profile) => profile?.Type switch
    {
        SeccompProfileType.RuntimeDefault => new SecurityProfile { ProfileType = SecurityProfile.Types.ProfileType.RuntimeDefault },
        SeccompProfileType.Unconfined => new SecurityProfile { ProfileType = SecurityProfile.Types.ProfileType.Unconfined },
        SeccompProfileType.Localhost => new SecurityProfile
        {
            ProfileType = SecurityProfile.Types.ProfileType.Localhost,
            LocalhostRef = Path.Combine("/var/lib/kubelet/seccomp", profile.LocalhostProfile ?? ""),
        },
        _ => null,
    };

    private static SecurityProfile? AppArmor(AppArmorProfile? profile) => profile?.Type switch
    {
        AppArmorProfileType.RuntimeDefault => new SecurityProfile { ProfileType = SecurityProfile.Types.ProfileType.RuntimeDefault },
        AppArmorProfileType.Unconfined => new SecurityProfile { ProfileType = SecurityProfile.Types.ProfileType.Unconfined },
        AppArmorProfileType.Localhost => new SecurityProfile
        {
            ProfileType = SecurityProfile.Types.ProfileType.Localhost,
            LocalhostRef = profile.LocalhostProfile ?? "",
        },
        _ => null,
    };

    private static void VerifyNonRoot(Pod pod, Container container, Image image)
    {
        var own = container.SecurityContext;
        var shared = pod.Spec.SecurityContext;
        if ((own?.RunAsNonRoot ?? shared?.RunAsNonRoot) != true) return;
        var where = $"(pod: \"{pod.Display()}\", container: {container.Name})";
        if ((own?.RunAsUser ?? shared?.RunAsUser) is { } user)
        {
            if (user == 0) throw new ContainerConfigException($"container's runAsUser breaks non-root policy {where}");
            return;
        }

        if (image.Uid is { Value: 0 } || (image.Uid is null && image.Username.Length == 0))
            throw new ContainerConfigException($"container has runAsNonRoot and image will run as root {where}");
        if (image.Username.Length > 0)
        {
            throw new ContainerConfigException(
                $"container has runAsNonRoot and image has non-numeric user ({image.Username}), cannot verify user is non-root {where}");
        }
    }

    internal LinuxContainerResources Resources(Pod pod, Container container)
    {
        var cpuRequest = container.Resources.Requests.Amount(ResourceName.Cpu);
        var cpuLimit = container.Resources.Limits.Amount(ResourceName.Cpu);

        // A limit alone counts as the request as well; the API server's defaults say so, static pods rely on it here.
        var shares = CpuMath.SharesOf((cpuRequest.IsZero && !cpuLimit.IsZero ? cpuLimit : cpuRequest).MilliValue);
        var resources = new LinuxContainerResources
        {
            CpuShares = shares,
            MemoryLimitInBytes = container.Resources.Limits.Amount(ResourceName.Memory).Value,
            OomScoreAdj = PodResources.OomScoreOf(pod, container, memoryCapacity),
        };
        if (!cpuLimit.IsZero)
        {
            resources.CpuPeriod = CpuMath.Period;
            resources.CpuQuota = CpuMath.QuotaOf(cpuLimit.MilliValue);
        }

        return resources;
    }

    internal static LinuxContainerSecurityContext Security(Pod pod, Container container, Image image, string? targetContainerId)
    {
        var own = container.SecurityContext;
        var shared = pod.Spec.SecurityContext;
        var privileged = own?.Privileged == true;
        var security = new LinuxContainerSecurityContext
        {
            Privileged = privileged,
            ReadonlyRootfs = own?.ReadOnlyRootFilesystem == true,
            NamespaceOptions = SandboxConfigBuilder.Namespaces(pod),
            NoNewPrivs = own?.AllowPrivilegeEscalation == false && !privileged,
            Seccomp = Seccomp(own?.SeccompProfile ?? shared?.SeccompProfile) ?? new SecurityProfile
            {
                ProfileType = SecurityProfile.Types.ProfileType.Unconfined,
            },
            SupplementalGroupsPolicy = shared?.SupplementalGroupsPolicy == SupplementalGroupsPolicy.Strict
                ? Cri.V1.SupplementalGroupsPolicy.Strict
                : Cri.V1.SupplementalGroupsPolicy.Merge,
        };
        if (AppArmor(own?.AppArmorProfile ?? shared?.AppArmorProfile) is { } appArmor) security.Apparmor = appArmor;
        if (targetContainerId is not null)
        {
            security.NamespaceOptions.Pid = NamespaceMode.Target;
            security.NamespaceOptions.TargetId = targetContainerId;
        }

        if ((own?.RunAsUser ?? shared?.RunAsUser) is { } user) security.RunAsUser = new Int64Value { Value = user };
        if ((own?.RunAsGroup ?? shared?.RunAsGroup) is { } group)
        {
            security.RunAsGroup = new Int64Value { Value = group };
            if (security.RunAsUser is null) NameUserOfImage(security, image);
        }

        if (shared?.FsGroup is { } fsGroup) security.SupplementalGroups.Add(fsGroup);
        if (shared is not null)
        {
            foreach (var extra in shared.SupplementalGroups) security.SupplementalGroups.Add(extra);
        }

        if (own?.Capabilities is { } capabilities)
        {
            security.Capabilities = new Capability();
            security.Capabilities.AddCapabilities.AddRange(capabilities.Add);
            security.Capabilities.DropCapabilities.AddRange(capabilities.Drop);
        }

        if ((own?.SeLinuxOptions ?? shared?.SeLinuxOptions) is { } label)
        {
            security.SelinuxOptions = new SELinuxOption { User = label.User, Role = label.Role, Type = label.Type, Level = label.Level };
        }

        if (!privileged && own?.ProcMount != ProcMountType.Unmasked)
        {
            security.MaskedPaths.AddRange(MaskedPaths);
            security.ReadonlyPaths.AddRange(ReadOnlyPaths);
        }

        return security;
    }

    /// <summary>The runtime takes a group only together with a user, though the image has one already.</summary>
    private static void NameUserOfImage(LinuxContainerSecurityContext security, Image image)
    {
        if (image.Username.Length > 0 && image.Uid is null) security.RunAsUsername = image.Username;
        else security.RunAsUser = image.Uid ?? new Int64Value();
    }

    /// <summary>The files that every container gets: its hosts file, and the one it may leave a last message in.</summary>
    private async Task AddOwnMountsAsync(
        ContainerConfig config, Pod pod, Container container, int restartCount, PodAddresses addresses, CancellationToken cancel)
    {
        var uid = pod.Metadata.Uid;
        const string HostsPath = "/etc/hosts";
        if (!config.Mounts.Any(mount => mount.ContainerPath == HostsPath))
        {
            var file = folders.HostsFile(uid);
            var (hostname, domain) = PodHostname.Of(pod, options.ClusterDomain);
            var host = pod.Spec.HostNetwork ? await File.ReadAllTextAsync(HostsPath, cancel) : "";
            Directory.CreateDirectory(folders.OfPod(uid));
            await File.WriteAllTextAsync(file, HostsFile.TextFor(pod, addresses, hostname, domain, host), cancel);
            config.Mounts.Add(new Mount { ContainerPath = HostsPath, HostPath = file });
        }

        var folder = folders.OfContainer(uid, container.Name);
        Directory.CreateDirectory(folder);
        var message = Path.Combine(folder, TerminationMessage.FileName(restartCount));
        if (!File.Exists(message)) await File.WriteAllBytesAsync(message, [], cancel);

        // Whatever user the container runs as has to be able to write it.
        File.SetUnixFileMode(message, (UnixFileMode)0b110_110_110);
        var path = container.TerminationMessagePath.Length > 0 ? container.TerminationMessagePath : DefaultTerminationMessagePath;
        config.Mounts.Add(new Mount { ContainerPath = path, HostPath = message });
    }

    private static void AddIdentity(ContainerConfig config, Pod pod, Container container, int restartCount)
    {
        config.Labels[RuntimeLabels.PodName] = pod.Metadata.Name;
        config.Labels[RuntimeLabels.PodNamespace] = pod.Metadata.Namespace;
        config.Labels[RuntimeLabels.PodUid] = pod.Metadata.Uid;
        config.Labels[RuntimeLabels.ContainerName] = container.Name;

        var annotations = config.Annotations;
        annotations[RuntimeLabels.ContainerHash] = ContainerHash.Of(container);
        annotations[RuntimeLabels.Resources] = Encoding.UTF8.GetString(ApiJson.EncodeValue(container.Resources));
        annotations[RuntimeLabels.RestartCount] = restartCount.ToString(CultureInfo.InvariantCulture);
        annotations[RuntimeLabels.TerminationMessagePath] = container.TerminationMessagePath;
        annotations[RuntimeLabels.TerminationMessagePolicy] = container.TerminationMessagePolicy;
        if (pod.Metadata.DeletionGracePeriodSeconds is { } deletion)
            annotations[RuntimeLabels.PodDeletionGracePeriod] = deletion.ToString(CultureInfo.InvariantCulture);
        if (pod.Spec.TerminationGracePeriodSeconds is { } grace)
            annotations[RuntimeLabels.PodTerminationGracePeriod] = grace.ToString(CultureInfo.InvariantCulture);

        // An agent that has forgotten the pod can still run its hook, because the definition is on the container.
        if (container.Lifecycle?.PreStop is { } preStop)
            annotations[RuntimeLabels.PreStopHandler] = Encoding.UTF8.GetString(ApiJson.EncodeValue(preStop));
    }
}
