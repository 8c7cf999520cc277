using System.Collections.Frozen;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>
/// Kernel parameters that a pod may set. These are its own and harm nobody else; any other has to be allowed by the node, and this one
/// allows none.
/// </summary>
internal static class Sysctls
{
    private static readonly FrozenSet<string> OfIpc = FrozenSet.Create(StringComparer.Ordinal, "kernel.shm_rmid_forced");

    private static readonly FrozenSet<string> OfNetwork = FrozenSet.Create(
        StringComparer.Ordinal,
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ping_group_range",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.tcp_wmem");

    /// <summary>Why the node does not take a pod that sets what it sets, or null when it may.</summary>
    public static PodFailure? Check(PodSpec spec)
    {
        if (spec.SecurityContext is not { } context) return null;
        foreach (var sysctl in context.Sysctls)
        {
            var name = Normalize(sysctl.Name);
            var problem = OfIpc.Contains(name) ? spec.HostIPC ? "not allowed with host ipc enabled" : null
                : OfNetwork.Contains(name) ? spec.HostNetwork ? "not allowed with host net enabled" : null
                : "not allowlisted";
            if (problem is not null) return new PodFailure("SysctlForbidden", $"forbidden sysctl: {GoText.Quote(name)} {problem}");
        }

        return null;
    }

    /// <summary>The name with dots between its parts; where slashes are, dots belong to the parts.</summary>
    private static string Normalize(string name)
    {
        var first = name.AsSpan().IndexOfAny('.', '/');
        if (first < 0 || name[first] == '.') return name;
        return string.Create(name.Length, name, static (swapped, original) =>
        {
            for (var i = 0; i < swapped.Length; i++) swapped[i] = original[i] switch { '/' => '.', '.' => '/', var other => other };
        });
    }
}
