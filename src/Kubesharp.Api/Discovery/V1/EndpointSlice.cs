using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Discovery.V1;

/// <summary>A part of the addresses behind a Service.</summary>
[ApiType("io.k8s.api.discovery.v1.EndpointSlice")]
[Kind("discovery.k8s.io", "v1", "EndpointSlice")]
[Resource("endpointslices", "endpointslice", Namespaced = true)]
public sealed partial record EndpointSlice
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>Kind of the addresses: IPv4, IPv6 or FQDN. It cannot be changed.</summary>
    [Field(4, Always = true, Required = true, Enum = typeof(AddressType))]
    public string AddressType { get; init; } = "";

    /// <summary>The addresses, at most 1000.</summary>
    [Field(2, Always = true, ListType = ListType.Atomic)]
    public ValueList<Endpoint> Endpoints { get; init; }

    /// <summary>Ports of all of them.</summary>
    [Field(3, Always = true, ListType = ListType.Atomic)]
    public ValueList<EndpointPort> Ports { get; init; }
}

/// <summary>One pod or machine behind a Service.</summary>
[ApiType("io.k8s.api.discovery.v1.Endpoint")]
public sealed partial record Endpoint
{
    /// <summary>Its addresses; all lead to the same place, and only the first is used.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Set)]
    public ValueList<string> Addresses { get; init; }

    /// <summary>Whether it may receive traffic.</summary>
    [Field(2)]
    public EndpointConditions Conditions { get; init; } = EndpointConditions.Empty;

    /// <summary>Host name of the pod.</summary>
    [Field(3)]
    public string? Hostname { get; init; }

    /// <summary>The pod.</summary>
    [Field(4)]
    public ObjectReference? TargetRef { get; init; }

    /// <summary>Not used any more.</summary>
    [Field(5)]
    public ValueMap<string> DeprecatedTopology { get; init; }

    /// <summary>Node of the pod.</summary>
    [Field(6)]
    public string? NodeName { get; init; }

    /// <summary>Zone of the node.</summary>
    [Field(7)]
    public string? Zone { get; init; }

    /// <summary>Where its traffic should come from.</summary>
    [Field(8)]
    public EndpointHints? Hints { get; init; }
}

/// <summary>Whether an endpoint may receive traffic.</summary>
[ApiType("io.k8s.api.discovery.v1.EndpointConditions")]
public sealed partial record EndpointConditions
{
    /// <summary>It is ready and not being deleted. Absent counts as true.</summary>
    [Field(1)]
    public bool? Ready { get; init; }

    /// <summary>It is ready, whether or not it is being deleted.</summary>
    [Field(2)]
    public bool? Serving { get; init; }

    /// <summary>It is being deleted.</summary>
    [Field(3)]
    public bool? Terminating { get; init; }
}

/// <summary>Where traffic for an endpoint should come from.</summary>
[ApiType("io.k8s.api.discovery.v1.EndpointHints")]
public sealed partial record EndpointHints
{
    /// <summary>Zones whose clients should use it.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<ForZone> ForZones { get; init; }

    /// <summary>Nodes whose clients should use it.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<ForNode> ForNodes { get; init; }
}

/// <summary>A port of an EndpointSlice.</summary>
[ApiType("io.k8s.api.discovery.v1.EndpointPort", Atomic = true)]
public sealed partial record EndpointPort
{
    /// <summary>Name of the port of the Service.</summary>
    [Field(1)]
    public string? Name { get; init; }

    /// <summary>TCP (default), UDP or SCTP.</summary>
    [Field(2, Enum = typeof(global::Kubesharp.Api.Core.V1.Protocol))]
    public string? Protocol { get; init; }

    /// <summary>Port number.</summary>
    [Field(3)]
    public int? Port { get; init; }

    /// <summary>Protocol spoken on top.</summary>
    [Field(4)]
    public string? AppProtocol { get; init; }
}

/// <summary>A list of EndpointSlice objects.</summary>
[ApiType("io.k8s.api.discovery.v1.EndpointSliceList")]
[Kind("discovery.k8s.io", "v1", "EndpointSliceList")]
public sealed partial record EndpointSliceList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<EndpointSlice> Items { get; init; }
}

/// <summary>A node.</summary>
[ApiType("io.k8s.api.discovery.v1.ForNode")]
public sealed partial record ForNode
{
    /// <summary>Name of the node.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";
}

/// <summary>A zone.</summary>
[ApiType("io.k8s.api.discovery.v1.ForZone")]
public sealed partial record ForZone
{
    /// <summary>Name of the zone.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";
}
