using Kubesharp.Api;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Kubesharp.Scheduler.Cluster;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Scheduler.Framework;

/// <summary>What a plugin is made from.</summary>
public sealed record PluginContext
{
    /// <summary>Nodes, pods and other objects as the scheduler knows them; to be read on the scheduling loop only.</summary>
    public required ClusterState Cluster { get; init; }

    /// <summary>How the scheduler behaves.</summary>
    public required SchedulerOptions Options { get; init; }

    /// <summary>The API, for work outside of the scheduling loop; null when nothing is ever bound, as in simulations.</summary>
    public KubernetesClient? Client { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The only source of chance, so that decisions can be repeated. To be used on the scheduling loop only.</summary>
    public required Random Random { get; init; }

    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The plugin's arguments in the configuration as JSON; absent when there are none.</summary>
    public RawJson Args { get; init; }

    /// <summary>Reads the arguments into an API type.</summary>
    /// <exception cref="DecodeException">They do not fit.</exception>
    internal T Read<T>()
        where T : class, IApiType<T> => Args.IsNull ? T.Empty : ApiJson.Decode<T>(Args.Span);
}
