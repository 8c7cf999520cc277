using System.Collections.Immutable;
using System.Net;

namespace Kubesharp.Network.Dns.Forwarding;

/// <summary>The name servers of a resolv.conf file.</summary>
internal static class ResolvConf
{
    private const int MaxServers = 15;
    private const int DnsPort = 53;

    /// <summary>Reads the nameserver lines in order; lines that are not understood are passed over, as resolvers do.</summary>
    public static ImmutableArray<IPEndPoint> Parse(string text)
    {
        var servers = ImmutableArray.CreateBuilder<IPEndPoint>();
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || words[0] != "nameserver" || servers.Count == MaxServers) continue;
            if (IPAddress.TryParse(words[1], out var address)) servers.Add(new IPEndPoint(address, DnsPort));
        }

        return servers.DrainToImmutable();
    }
}
