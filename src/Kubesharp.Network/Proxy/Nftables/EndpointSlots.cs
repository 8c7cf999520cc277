namespace Kubesharp.Network.Proxy.Nftables;

/// <summary>Numbers the endpoints of a service so that a change moves as few as possible.</summary>
internal static class EndpointSlots
{
    /// <summary>Endpoints that were there keep their number unless it is too high now; holes are filled with the rest.</summary>
    public static string[] Assign(IReadOnlyList<string> old, IReadOnlyList<string> current)
    {
        var slots = new string?[current.Count];
        var rest = new HashSet<string>(current, StringComparer.Ordinal);
        for (var i = 0; i < old.Count && i < slots.Length; i++)
        {
            if (rest.Remove(old[i])) slots[i] = old[i];
        }

        var hole = 0;
        foreach (var endpoint in rest)
        {
            while (slots[hole] is not null) hole++;
            slots[hole] = endpoint;
        }

        return slots!;
    }
}
