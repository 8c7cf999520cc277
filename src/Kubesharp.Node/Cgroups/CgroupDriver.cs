namespace Kubesharp.Node.Cgroups;

/// <summary>How cgroups are named, and who owns the tree; agent and runtime must agree on it.</summary>
public enum CgroupDriver
{
    /// <summary>Plain folders: <c>/kubepods/burstable/pod...</c>.</summary>
    Cgroupfs,

    /// <summary>Slices of systemd: <c>/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod....slice</c>.</summary>
    Systemd,
}
