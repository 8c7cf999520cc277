using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Kubesharp.Node.Server;

/// <summary>Settings of a node's HTTPS server.</summary>
public sealed record NodeServerOptions
{
    /// <summary>Where to listen; port 0 takes any free port.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Any, 10250);

    /// <summary>The authority whose client certificates are believed: the cluster's.</summary>
    public required X509Certificate2 ClientAuthority { get; init; }

    /// <summary>What the server shows; null for one it makes itself, as the kubelet does.</summary>
    public X509Certificate2? Serving { get; init; }

    /// <summary>Groups that may do everything here; nobody else may do anything.</summary>
    public IReadOnlyList<string> Groups { get; init; } = ["system:masters", "kubeadm:cluster-admins"];
}
