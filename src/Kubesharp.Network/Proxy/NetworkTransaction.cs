using System.Collections.Immutable;
using System.Net;

namespace Kubesharp.Network.Proxy;

/// <summary>One atomic change of the node's service rules.</summary>
public sealed record NetworkTransaction
{
    /// <summary>
    /// The transaction states everything: whatever is not in it, leftovers of an earlier process included, has to go.
    /// Otherwise only the named service ports change.
    /// </summary>
    public bool IsFull { get; init; }

    /// <summary>Service ports that are new or whose addresses, policies or endpoints changed.</summary>
    public ImmutableArray<ServicePortRouting> Updated { get; init; } = [];

    /// <summary>Service ports that are gone; empty in a full transaction.</summary>
    public ImmutableArray<ServicePortKey> Removed { get; init; } = [];

    /// <summary>The addresses node ports are reached at. Changes of these come as a full transaction.</summary>
    public ImmutableArray<IPAddress> NodePortAddresses { get; init; } = [];
}
