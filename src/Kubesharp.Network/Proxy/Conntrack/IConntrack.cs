using System.Collections.Immutable;

namespace Kubesharp.Network.Proxy.Conntrack;

/// <summary>The kernel's table of connections, as far as the proxy has to correct it.</summary>
internal interface IConntrack
{
    /// <summary>Forgets the connections that match; finding none is success.</summary>
    Task DeleteAsync(ImmutableArray<ConntrackFilter> filters, CancellationToken cancellationToken);
}
