using System.Net;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Proxy;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Hosting;

/// <summary>How an API server works.</summary>
public sealed record ApiServerOptions
{
    /// <summary>Folder for keys, certificates and kubeconfigs.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where to listen; port 0 takes any free port.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Any, 6443);

    /// <summary>Further names and addresses that clients reach the server by; they go into its certificate.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Address that pods and other nodes reach the server at; by default the first one of this machine.</summary>
    public IPAddress? AdvertiseAddress { get; init; }

    /// <summary>Where the administrator's kubeconfig goes; null for <c>admin.kubeconfig</c> in the data folder.</summary>
    public string? AdminKubeconfig { get; init; }

    /// <summary>Addresses of Services.</summary>
    public IPNetwork ServiceNetwork { get; init; } = IPNetwork.Parse("10.96.0.0/16");

    /// <summary>First and last port for Services of type NodePort.</summary>
    public (int First, int Last) NodePorts { get; init; } = (30000, 32767);

    /// <summary>Bearer tokens with a fixed meaning.</summary>
    public IReadOnlyDictionary<string, UserIdentity> FixedTokens { get; init; } = new Dictionary<string, UserIdentity>();

    /// <summary>Most requests that only read, at a time.</summary>
    public int MaxReadsInFlight { get; init; } = 400;

    /// <summary>Most requests that write, at a time.</summary>
    public int MaxWritesInFlight { get; init; } = 200;

    /// <summary>Where a record of requests goes.</summary>
    public IAuditSink Audit { get; init; } = NoAudit.Instance;

    /// <summary>Ways to reach node agents that are tried before the address in the Node object, such as one in the same process.</summary>
    public IReadOnlyList<INodeDialer> NodeDialers { get; init; } = [];

    /// <summary>Whether groups of pods are served: scheduling.k8s.io/v1alpha2 and the pods' schedulingGroup (feature gate GenericWorkload).</summary>
    public bool ServesWorkloads { get; init; }

    /// <summary>Seed of the server's random choices; null for a different one each time.</summary>
    public int? Seed { get; init; }
}
