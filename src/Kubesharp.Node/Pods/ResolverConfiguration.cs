using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri.V1;

namespace Kubesharp.Node.Pods;

/// <summary>The name servers, search domains and options of a resolver.</summary>
public sealed record ResolverConfiguration(IReadOnlyList<string> Servers, IReadOnlyList<string> Searches, IReadOnlyList<string> Options)
{
    private const int MaxServers = 3;
    private const int MaxSearches = 32;

    public static ResolverConfiguration None { get; } = new([], [], []);

    /// <summary>Reads the text of a <c>resolv.conf</c>.</summary>
    public static ResolverConfiguration Parse(string text)
    {
        var servers = new List<string>();
        List<string> searches = [];
        List<string> options = [];
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || words[0][0] is '#' or ';') continue;
            switch (words[0])
            {
                case "nameserver":
                    servers.Add(words[1]);
                    break;
                case "search":
                    // A later line replaces an earlier one.
                    searches = [.. words[1..].Where(domain => domain != ".").Select(domain => domain.TrimEnd('.'))];
                    break;
                case "options":
                    options = [.. words[1..]];
                    break;
            }
        }

        return new ResolverConfiguration(servers, searches, options);
    }

    /// <summary>What a pod's resolver is to use.</summary>
    /// <param name="pod">The pod, with its policy and additions.</param>
    /// <param name="host">The machine's own configuration.</param>
    /// <param name="clusterDns">Addresses of the cluster's DNS.</param>
    /// <param name="clusterDomain">The cluster's domain.</param>
    public static ResolverConfiguration ForPod(Pod pod, ResolverConfiguration host, IReadOnlyList<string> clusterDns, string clusterDomain)
    {
        var policy = pod.Spec.DnsPolicy;
        var cluster = policy == DNSPolicy.ClusterFirstWithHostNet || (policy is DNSPolicy.ClusterFirst or "" && !pod.Spec.HostNetwork);
        var basis = policy switch
        {
            DNSPolicy.None => None,
            _ when cluster && clusterDns.Count > 0 => OfCluster(pod.Metadata.Namespace, host, clusterDns, clusterDomain),

            // A resolver file without a server means the machine itself, which is not what localhost is in a pod; the kubelet does the same.
            _ => host.Servers.Count == 0 ? host with { Servers = ["127.0.0.1"], Searches = ["."] } : host,
        };
        return pod.Spec.DnsConfig is { } addition ? Merge(basis, addition) : basis;
    }

    public DNSConfig ToCri()
    {
        var dns = new DNSConfig();
        dns.Servers.AddRange(Servers.Take(MaxServers));
        dns.Searches.AddRange(Searches.Take(MaxSearches));
        dns.Options.AddRange(Options);
        return dns;
    }

    private static ResolverConfiguration OfCluster(string ns, ResolverConfiguration host, IReadOnlyList<string> servers, string domain)
    {
        var searches = new List<string>();
        if (domain.Length > 0) searches.AddRange([$"{ns}.svc.{domain}", $"svc.{domain}", domain]);
        searches.AddRange(host.Searches.Where(search => !searches.Contains(search)));
        return new ResolverConfiguration(servers, searches, ["ndots:5"]);
    }

    private static ResolverConfiguration Merge(ResolverConfiguration basis, PodDNSConfig addition)
    {
        var servers = basis.Servers.Concat(addition.Nameservers).Distinct().ToList();
        var searches = basis.Searches.Concat(addition.Searches).Distinct().ToList();
        var options = new List<string>(basis.Options);
        foreach (var option in addition.Options)
        {
            options.RemoveAll(present => present == option.Name || present.StartsWith(option.Name + ":", StringComparison.Ordinal));
            options.Add(string.IsNullOrEmpty(option.Value) ? option.Name : $"{option.Name}:{option.Value}");
        }

        return new ResolverConfiguration(servers, searches, options);
    }
}
