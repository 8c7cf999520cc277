using System.Collections.Immutable;

namespace Kubesharp.Network.Proxy;

/// <summary>The endpoints one EndpointSlice gives to the ports of a Service.</summary>
internal sealed record ProxyEndpointSlice
{
    public required string Namespace { get; init; }

    /// <summary>Name of the slice.</summary>
    public required string Name { get; init; }

    /// <summary>The Service the slice belongs to.</summary>
    public required string ServiceName { get; init; }

    public ImmutableArray<ProxyEndpointSlicePort> Ports { get; init; } = [];
}
