namespace Kubesharp.Network.Proxy.Nftables;

/// <summary>An element of a named set (no value) or map.</summary>
/// <param name="Set">Name of the set or map.</param>
/// <param name="Key">Key in nftables syntax.</param>
/// <param name="Value">Value in nftables syntax; null in a set.</param>
internal readonly record struct NftElement(string Set, string Key, string? Value);
