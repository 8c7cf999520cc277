using Kubesharp.Node.Cgroups;

namespace Kubesharp.Machine;

/// <summary>
/// Where one cluster keeps its files on this machine. Everything lies under one folder, so several clusters can live side by
/// side and removing the folder removes the cluster; only the default cluster has its kubeconfig in /etc.
/// </summary>
public sealed class DataFolder
{
    public const string DefaultPath = "/var/lib/kubesharp";

    public DataFolder(string? path)
    {
        Path = System.IO.Path.GetFullPath(path ?? DefaultPath);
        IsDefault = Path == DefaultPath;
    }

    public string Path { get; }

    public bool IsDefault { get; }

    /// <summary>Kubeconfig of the cluster's administrator.</summary>
    public string AdminKubeconfig => IsDefault ? "/etc/kubesharp/admin.kubeconfig" : Under("admin.kubeconfig");

    public string ServerLog => Under("log/kubesharp.log");

    public string ContainerdLog => Under("log/containerd.log");

    public string ContainerdRoot => Under("containerd");

    /// <summary>Sockets and state that do not survive a reboot.</summary>
    public string ContainerdState => Under("run/containerd");

    public string ContainerdSocket => Under("run/containerd.sock");

    public string CniConfigurations => Under("cni/net.d");

    public string ServerPidFile => Under("run/kubesharp.pid");

    public string ContainerdPidFile => Under("run/containerd.pid");

    /// <summary>Top of the pods' cgroups; the folder's name keeps several clusters on one machine apart.</summary>
    public CgroupName CgroupRoot => IsDefault ? CgroupName.Pods : new CgroupName(["kubepods-" + System.IO.Path.GetFileName(Path)]);

    public string Under(string relative) => System.IO.Path.Combine(Path, relative);
}
