using System.Globalization;

namespace Kubesharp.Network.Proxy.Nftables;

/// <summary>
/// A chain that sends a connection to one of a number of endpoints by chance. It depends on nothing but that number: which
/// endpoints they are stands in a map. All Services with the same number share it, and a change of endpoints changes only map
/// elements, whose cost does not grow with the table as that of chains does.
/// </summary>
/// <param name="Kind">How connections reach it.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="Count">Number of endpoints.</param>
internal readonly record struct PickChain(PickKind Kind, string Protocol, int Count)
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"pick-{Kind.ToString().ToLowerInvariant()}-{Protocol}-{Count}");

    /// <param name="ip">ip or ip6.</param>
    public string[] Rules(string ip)
    {
        var key = Kind == PickKind.NodePort ? "" : $"{ip} daddr . ";
        var map = (Kind == PickKind.NodePort ? NftablesBase.NodePortEndpoints : NftablesBase.Endpoints) + Protocol;
        var protocol = Protocol;
        var rules = new List<string>(3);
        if (Kind != PickKind.Internal) rules.Add("jump " + NftablesBase.MarkForMasquerade);
        rules.Add(Choose(Count));
        // A packet that meets a transaction half-way may have drawn a number that is gone; number 0 is the last to go.
        if (Count > 1) rules.Add(Choose(1));
        return [.. rules];

        string Choose(int count) => string.Create(CultureInfo.InvariantCulture, $"dnat {ip} to {key}{protocol} dport . numgen random mod {count} map @{map}");
    }
}
