using System.Text;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>The <c>/etc/hosts</c> of a pod.</summary>
internal static class HostsFile
{
    /// <summary>The text of the file.</summary>
    /// <param name="pod">The pod, with its aliases.</param>
    /// <param name="addresses">Its addresses.</param>
    /// <param name="hostname">Its host name.</param>
    /// <param name="domain">Its domain, empty for none.</param>
    /// <param name="hostFile">The machine's own file, which pods on the host's network see.</param>
    public static string TextFor(Pod pod, PodAddresses addresses, string hostname, string domain, string hostFile)
    {
        var text = new StringBuilder();
        if (pod.Spec.HostNetwork)
        {
            text.Append("# Kubernetes-managed hosts file (host network).\n").Append(hostFile);
        }
        else
        {
            text.Append("# Kubernetes-managed hosts file.\n")
                .Append("127.0.0.1\tlocalhost\n")
                .Append("::1\tlocalhost ip6-localhost ip6-loopback\n")
                .Append("fe00::\tip6-localnet\n")
                .Append("fe00::\tip6-mcastprefix\n")
                .Append("fe00::1\tip6-allnodes\n")
                .Append("fe00::2\tip6-allrouters\n");
            foreach (var ip in addresses.PodIps)
            {
                text.Append(ip).Append('\t');
                if (domain.Length > 0) text.Append(hostname).Append('.').Append(domain).Append('\t');
                text.Append(hostname).Append('\n');
            }
        }

        if (pod.Spec.HostAliases.Count > 0)
        {
            text.Append("\n# Entries added by HostAliases.\n");
            foreach (var alias in pod.Spec.HostAliases) text.Append(alias.Ip).Append('\t').AppendJoin('\t', alias.Hostnames).Append('\n');
        }

        return text.ToString();
    }
}
