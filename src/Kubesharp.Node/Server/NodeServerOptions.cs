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

    /// <summary>Whether somebody without certificate and token is taken for <c>system:anonymous</c> instead of being refused.</summary>
    public bool AllowsAnonymous { get; init; }

    /// <summary>Whether the files of the machine's log folder are served.</summary>
    public bool ServesSystemLogs { get; init; } = true;

    /// <summary>How long it is remembered whose token is whose.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long it is remembered that somebody may do something.</summary>
    public TimeSpan AllowedLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long it is remembered that somebody may not.</summary>
    public TimeSpan DeniedLife { get; init; } = TimeSpan.FromSeconds(30);
}
