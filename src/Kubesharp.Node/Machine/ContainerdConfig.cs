using System.Globalization;
using System.Text;

namespace Kubesharp.Node.Machine;

/// <summary>
/// One containerd instance: its folders, its socket, and what its CRI plugin needs to know. <see cref="ToToml"/> writes the
/// configuration file, in the form that containerd 1.6 and 1.7 read.
/// </summary>
public sealed record ContainerdConfig
{
    /// <summary>Folder of images, snapshots and metadata; kept over restarts.</summary>
    public string Root { get; init; } = "/var/lib/containerd";

    /// <summary>Folder of what runs now; empty after a reboot.</summary>
    public string State { get; init; } = "/run/containerd";

    /// <summary>The socket for the native API and CRI.</summary>
    public string Socket { get; init; } = "/run/containerd/containerd.sock";

    /// <summary>The image that holds a sandbox together.</summary>
    public string SandboxImage { get; init; } = LocalImages.PauseReference;

    public string CniBinaries { get; init; } = "/usr/lib/cni";

    public string CniConfigurations { get; init; } = "/etc/cni/net.d";

    /// <summary><c>overlayfs</c>, or <c>native</c> where the file system cannot be overlaid.</summary>
    public string Snapshotter { get; init; } = "overlayfs";

    /// <summary>Cgroups named by systemd slices instead of plain folders.</summary>
    public bool SystemdCgroup { get; init; }

    /// <summary>
    /// Keeps containers at or above containerd's own oom_score_adj. Needed where the process lacks CAP_SYS_RESOURCE, because
    /// lowering the score is refused there and no container would start.
    /// </summary>
    public bool RestrictOomScoreAdj { get; init; }

    /// <summary>Keeps network namespaces under <see cref="State"/> instead of /var/run/netns.</summary>
    public bool NetnsUnderState { get; init; }

    /// <summary>Folders with <c>hosts.toml</c> files for registries, or null for none.</summary>
    public string? RegistryConfigurations { get; init; }

    /// <summary>The configuration of the machine's ordinary containerd, with what this machine and process allow.</summary>
    public static ContainerdConfig ForThisMachine() => new()
    {
        RestrictOomScoreAdj = !LinuxCapabilities.Effective().Has(LinuxCapability.SysResource),
        CniBinaries = Directory.Exists("/usr/lib/cni") ? "/usr/lib/cni" : "/opt/cni/bin",
    };

    /// <summary>The text of containerd's <c>config.toml</c>.</summary>
    public string ToToml()
    {
        var toml = new StringBuilder();
        toml.AppendLine("version = 2");
        Line(toml, "root", Root);
        Line(toml, "state", State);
        toml.AppendLine();
        toml.AppendLine("[grpc]");
        Line(toml, "  address", Socket);
        toml.AppendLine();
        toml.AppendLine("[plugins.\"io.containerd.grpc.v1.cri\"]");
        Line(toml, "  sandbox_image", SandboxImage);
        Line(toml, "  restrict_oom_score_adj", RestrictOomScoreAdj);
        Line(toml, "  netns_mounts_under_state_dir", NetnsUnderState);

        // Containers may bind ports below 1024 and open ping sockets, as in the runtimes people come from.
        Line(toml, "  enable_unprivileged_ports", true);
        Line(toml, "  enable_unprivileged_icmp", true);
        Line(toml, "  tolerate_missing_hugetlb_controller", true);
        toml.AppendLine();
        toml.AppendLine("[plugins.\"io.containerd.grpc.v1.cri\".cni]");
        Line(toml, "  bin_dir", CniBinaries);
        Line(toml, "  conf_dir", CniConfigurations);
        toml.AppendLine();
        toml.AppendLine("[plugins.\"io.containerd.grpc.v1.cri\".containerd]");
        Line(toml, "  snapshotter", Snapshotter);
        Line(toml, "  default_runtime_name", "runc");
        toml.AppendLine();
        toml.AppendLine("[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.runc]");
        Line(toml, "  runtime_type", "io.containerd.runc.v2");
        toml.AppendLine();
        toml.AppendLine("[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.runc.options]");
        Line(toml, "  SystemdCgroup", SystemdCgroup);
        if (RegistryConfigurations is not null)
        {
            toml.AppendLine();
            toml.AppendLine("[plugins.\"io.containerd.grpc.v1.cri\".registry]");
            Line(toml, "  config_path", RegistryConfigurations);
        }

        return toml.ToString();
    }

    private static void Line(StringBuilder toml, string key, string value)
    {
        var quoted = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        toml.Append(CultureInfo.InvariantCulture, $"{key} = \"{quoted}\"").AppendLine();
    }

    private static void Line(StringBuilder toml, string key, bool value) =>
        toml.Append(key).Append(" = ").AppendLine(value ? "true" : "false");
}
