using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>Addresses behind a Service. Replaced by EndpointSlice.</summary>
[ApiType("io.k8s.api.core.v1.Endpoints")]
[Kind("", "v1", "Endpoints")]
[Resource("endpoints", "endpoints", Namespaced = true, ShortNames = "ep")]
public sealed partial record Endpoints
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>Addresses and ports that belong together.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<EndpointSubset> Subsets { get; init; }
}

/// <summary>An address behind a Service.</summary>
[ApiType("io.k8s.api.core.v1.EndpointAddress", Atomic = true)]
public sealed partial record EndpointAddress
{
    /// <summary>IP address.</summary>
    [Field(1, Always = true, Required = true)]
    public string Ip { get; init; } = "";

    /// <summary>Host name of the pod.</summary>
    [Field(3)]
    public string Hostname { get; init; } = "";

    /// <summary>Node of the pod.</summary>
    [Field(4)]
    public string? NodeName { get; init; }

    /// <summary>The pod.</summary>
    [Field(2)]
    public ObjectReference? TargetRef { get; init; }
}

/// <summary>A port behind a Service.</summary>
[ApiType("io.k8s.api.core.v1.EndpointPort", Atomic = true)]
public sealed partial record EndpointPort
{
    /// <summary>Name of the port of the Service.</summary>
    [Field(1)]
    public string Name { get; init; } = "";

    /// <summary>Port number.</summary>
    [Field(2, Always = true, Required = true)]
    public int Port { get; init; }

    /// <summary>TCP (default), UDP or SCTP.</summary>
    [Field(3, Enum = typeof(Protocol))]
    public string Protocol { get; init; } = "";

    /// <summary>Protocol spoken on top.</summary>
    [Field(4)]
    public string? AppProtocol { get; init; }
}

/// <summary>Addresses that have the same ports.</summary>
[ApiType("io.k8s.api.core.v1.EndpointSubset")]
public sealed partial record EndpointSubset
{
    /// <summary>Addresses that are ready.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<EndpointAddress> Addresses { get; init; }

    /// <summary>Addresses that are not ready yet.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<EndpointAddress> NotReadyAddresses { get; init; }

    /// <summary>Ports of all of them.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<EndpointPort> Ports { get; init; }
}

/// <summary>A list of Endpoints objects.</summary>
[ApiType("io.k8s.api.core.v1.EndpointsList")]
[Kind("", "v1", "EndpointsList")]
public sealed partial record EndpointsList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<Endpoints> Items { get; init; }
}
