namespace Kubesharp.Network.Proxy.Nftables;

/// <summary>Everything one service port has in the table.</summary>
internal sealed record RenderedServicePort
{
    public static readonly RenderedServicePort Nothing = new();

    /// <summary>Rules by chain name.</summary>
    public IReadOnlyDictionary<string, string[]> Chains { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Definition by name, of the sets that remember clients; their content is the kernel's.</summary>
    public IReadOnlyDictionary<string, string> AffinitySets { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<NftElement> Elements { get; init; } = [];

    /// <summary>Chains it shares with other service ports.</summary>
    public IReadOnlyList<PickChain> Picks { get; init; } = [];

    /// <summary>Endpoints for the cluster IP by number, so that the next change keeps the numbers of those that stay.</summary>
    public IReadOnlyList<string> InternalSlots { get; init; } = [];

    /// <summary>Endpoints for addresses outside the cluster by number.</summary>
    public IReadOnlyList<string> ExternalSlots { get; init; } = [];
}
