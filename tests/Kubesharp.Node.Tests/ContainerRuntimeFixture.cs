using System.Diagnostics;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Machine;
using Microsoft.Extensions.Logging.Abstractions;
using CgroupDriver = Kubesharp.Node.Cgroups.CgroupDriver;

namespace Kubesharp.Node.Tests;

/// <summary>
/// A containerd of the tests' own: folders, socket, bridge and addresses that no other instance uses. Everything it made is gone
/// when the tests end, also when they fail.
/// </summary>
public sealed class ContainerRuntimeFixture : IAsyncLifetime
{
    public const string Busybox = "localhost/kubesharp/busybox:test";

    /// <summary>Long enough for a busy machine; a test that reaches it has failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"ks-node-{Guid.NewGuid().ToString("N")[..8]}");
    private readonly string _bridge = $"kst{Guid.NewGuid().ToString("N")[..8]}";
    private ContainerdInstance? _containerd;
    private GrpcChannel? _channel;

    /// <summary>Why the tests cannot run on this machine, or null when they can.</summary>
    public string? Missing { get; private set; }

    public CriClient Cri { get; private set; } = null!;

    public GrpcChannel Channel => _channel!;

    public string Folder => _folder;

    /// <summary>Parent of the cgroups that tests make.</summary>
    public CgroupName Cgroup => new([Path.GetFileName(_folder)]);

    public string Socket => Path.Combine(_folder, "containerd.sock");

    public async Task InitializeAsync()
    {
        Missing = FindMissing();
        if (Missing is not null) return;
        using var patience = new CancellationTokenSource(Patience);
        var cni = new CniConfiguration
        {
            Bridge = _bridge,
            PodCidr = $"198.19.{Environment.ProcessId % 256}.0/24",
            IpamData = Path.Combine(_folder, "ipam"),
            Masquerade = false,
            HostPorts = false,
        };
        await cni.WriteAsync(Path.Combine(_folder, "cni"), patience.Token);
        var config = ContainerdConfig.ForThisMachine() with
        {
            Root = Path.Combine(_folder, "root"),
            State = Path.Combine(_folder, "state"),
            Socket = Socket,
            CniConfigurations = Path.Combine(_folder, "cni"),
            Snapshotter = Snapshotter.Choose(_folder),
            NetnsUnderState = true,
        };
        _containerd = new ContainerdInstance(config, TimeProvider.System);
        await _containerd.StartAsync(patience.Token);
        await _containerd.ImportAsync(LocalImages.Pause(), patience.Token);
        await _containerd.ImportAsync(await LocalImages.BusyboxAsync(Busybox, "/bin/busybox", patience.Token), patience.Token);
        _channel = new GrpcChannel("unix://" + Socket, TimeProvider.System);
        Cri = new CriClient(_channel);
    }

    public async Task DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        _channel?.Dispose();
        if (_containerd is not null) await _containerd.RemoveEverythingAsync(patience.Token);
        if (Directory.Exists("/sys/class/net/" + _bridge))
        {
            using var remove = Process.Start("ip", ["link", "delete", _bridge]);
            await remove.WaitForExitAsync(patience.Token);
        }

        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        if (Missing is null) new CgroupManager(CgroupFileSystem.Detect(), CgroupDriver.Cgroupfs, NullLogger<CgroupManager>.Instance).Remove(Cgroup);
    }

    /// <summary>Settings of a sandbox with a log folder of its own.</summary>
    public PodSandboxConfig Sandbox(string name)
    {
        var uid = Guid.NewGuid().ToString();
        return new PodSandboxConfig
        {
            Metadata = new PodSandboxMetadata { Name = name, Namespace = "default", Uid = uid },
            Hostname = name,
            LogDirectory = Path.Combine(_folder, "logs", uid),
            DnsConfig = new DNSConfig(),
            Linux = new LinuxPodSandboxConfig
            {
                CgroupParent = Cgroup.Child("pod" + uid).ToCgroupParent(CgroupDriver.Cgroupfs),
                SecurityContext = new LinuxSandboxSecurityContext { NamespaceOptions = new NamespaceOption() },
            },
        };
    }

    public static ContainerConfig Shell(string name, string script)
    {
        var config = new ContainerConfig
        {
            Metadata = new ContainerMetadata { Name = name },
            Image = new ImageSpec { Image = Busybox },
            LogPath = $"{name}/0.log",
            Linux = new LinuxContainerConfig { SecurityContext = new LinuxContainerSecurityContext { NamespaceOptions = new NamespaceOption() } },
        };
        config.Command.AddRange(["/bin/sh", "-c", script]);
        return config;
    }

    private static string? FindMissing()
    {
        if (!OperatingSystem.IsLinux()) return "containers need Linux";
        if (!LinuxCapabilities.Effective().Has(LinuxCapability.SysAdmin)) return "starting containers needs CAP_SYS_ADMIN";
        foreach (var program in (string[])["containerd", "ctr", "runc", "ip"])
        {
            if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program))))
                return $"{program} is not installed";
        }

        if (!File.Exists("/bin/busybox")) return "busybox-static is not installed";
        return File.Exists("/usr/lib/cni/bridge") || File.Exists("/opt/cni/bin/bridge") ? null : "the CNI plugins are not installed";
    }
}
