namespace Kubesharp.Network.Proxy.Nftables;

/// <summary>Where the connections of a <see cref="PickChain"/> come in.</summary>
internal enum PickKind
{
    /// <summary>At a cluster IP.</summary>
    Internal,

    /// <summary>At an external or load balancer IP; masqueraded.</summary>
    External,

    /// <summary>At a node port; masqueraded.</summary>
    NodePort,
}
