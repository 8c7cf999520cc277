namespace Kubesharp.Network;

/// <summary>Labels by which objects of the API are told apart.</summary>
internal static class WellKnownLabels
{
    /// <summary>On an EndpointSlice: the Service it belongs to.</summary>
    public const string ServiceName = "kubernetes.io/service-name";

    /// <summary>On an EndpointSlice: who keeps it.</summary>
    public const string EndpointSliceManagedBy = "endpointslice.kubernetes.io/managed-by";

    /// <summary>On a Service: another proxy than the node's serves it.</summary>
    public const string ServiceProxyName = "service.kubernetes.io/service-proxy-name";

    /// <summary>On a Node.</summary>
    public const string Zone = "topology.kubernetes.io/zone";
}
