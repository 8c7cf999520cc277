namespace Kubesharp.Network.Proxy.Nftables;

/// <summary>Runs nftables commands; each script is one atomic transaction of the kernel.</summary>
internal interface INftables
{
    /// <returns>What the commands printed (of list commands).</returns>
    /// <exception cref="NetworkProgrammingException">The script was refused as a whole.</exception>
    Task<string> RunAsync(string script, CancellationToken cancellationToken);
}
