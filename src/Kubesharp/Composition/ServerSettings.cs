using System.Collections.Immutable;
using System.Net;
using Kubesharp.Node.Configuration;
using Kubesharp.Scheduler;

namespace Kubesharp.Composition;

/// <summary>What <c>kubesharp server</c> runs and where.</summary>
public sealed record ServerSettings
{
    /// <summary>Every component that can be named; the API server always runs.</summary>
    public static ImmutableArray<string> AllComponents { get; } = ["controllers", "scheduler", "node", "proxy", "dns", "pod-network"];

    public required Machine.DataFolder Folder { get; init; }

    public IPEndPoint Listen { get; init; } = new(IPAddress.Any, 6443);

    public ImmutableArray<string> Components { get; init; } = AllComponents;

    /// <summary>Name of this machine's Node.</summary>
    public string NodeName { get; init; } = Environment.MachineName.ToLowerInvariant();

    /// <summary>Address of this machine's Node; null for the one of the default route.</summary>
    public IPAddress? NodeIP { get; init; }

    /// <summary>Socket of the container runtime; null for the instance that <c>kubesharp up</c> starts.</summary>
    public string? RuntimeEndpoint { get; init; }

    /// <summary>How this machine's node behaves; null for the defaults.</summary>
    public KubeletConfiguration? Kubelet { get; init; }

    /// <summary>Nodes without machines.</summary>
    public int SimulatedNodes { get; init; }

    /// <summary>How the scheduler behaves; null for the defaults.</summary>
    public SchedulerOptions? Scheduler { get; init; }

    /// <summary>Features that are switched on or off.</summary>
    public FeatureGates Features { get; init; } = FeatureGates.Default;

    public bool Runs(string component) => Components.Contains(component);
}
