using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>The host name and domain of a pod.</summary>
internal static class PodHostname
{
    private const int MaxLength = 63;

    /// <summary>Host name and domain; the domain is empty without a subdomain.</summary>
    public static (string Hostname, string Domain) Of(Pod pod, string clusterDomain)
    {
        if (pod.Spec.HostnameOverride is { Length: > 0 } whole) return (whole, "");
        var hostname = pod.Spec.Hostname.Length > 0 ? pod.Spec.Hostname : Truncate(pod.Metadata.Name);
        var domain = pod.Spec.Subdomain.Length > 0 ? $"{pod.Spec.Subdomain}.{pod.Metadata.Namespace}.svc.{clusterDomain}" : "";
        return (hostname, domain);
    }

    /// <summary>What the kernel is told, which may be the full name.</summary>
    public static string ForKernel(Pod pod, string clusterDomain)
    {
        var (hostname, domain) = Of(pod, clusterDomain);
        return pod.Spec.SetHostnameAsFQDN == true && domain.Length > 0 ? $"{hostname}.{domain}" : hostname;
    }

    private static string Truncate(string name) => name.Length <= MaxLength ? name : name[..MaxLength].TrimEnd('-', '.');
}
