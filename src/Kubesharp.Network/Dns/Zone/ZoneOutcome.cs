namespace Kubesharp.Network.Dns.Zone;

/// <summary>What the cluster zone says about a query.</summary>
internal enum ZoneOutcome
{
    /// <summary>The response is written.</summary>
    Answered,

    /// <summary>The name is not the cluster's: other servers know.</summary>
    Elsewhere,

    /// <summary>An ExternalName Service: the response begins with its CNAME, and the target has to be resolved.</summary>
    Alias,
}
