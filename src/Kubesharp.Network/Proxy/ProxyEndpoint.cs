using System.Collections.Immutable;
using System.Net;

namespace Kubesharp.Network.Proxy;

/// <summary>One address and port behind a service port, with the conditions of its EndpointSlice entry.</summary>
public sealed record ProxyEndpoint
{
    public required IPAddress Address { get; init; }

    public required int Port { get; init; }

    /// <summary>Takes new connections in normal operation.</summary>
    public bool Ready { get; init; } = true;

    /// <summary>Still answers; with <see cref="Terminating"/> it is the last resort while nothing is ready.</summary>
    public bool Serving { get; init; } = true;

    public bool Terminating { get; init; }

    public string? NodeName { get; init; }

    /// <summary>Zones that should prefer this endpoint; empty without hints.</summary>
    public ImmutableArray<string> ZoneHints { get; init; } = [];

    /// <summary>Nodes that should prefer this endpoint; empty without hints.</summary>
    public ImmutableArray<string> NodeHints { get; init; } = [];
}
