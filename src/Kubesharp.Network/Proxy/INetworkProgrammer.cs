namespace Kubesharp.Network.Proxy;

/// <summary>
/// Puts service rules into effect on a node. nftables is one way; a simulation records the transactions instead.
/// </summary>
public interface INetworkProgrammer
{
    /// <summary>Applies all of the transaction or nothing.</summary>
    /// <exception cref="NetworkProgrammingException">
    /// Nothing was applied. The next transaction has to be full, because what the node's rules are is no longer known.
    /// </exception>
    Task ApplyAsync(NetworkTransaction transaction, CancellationToken cancellationToken);
}
