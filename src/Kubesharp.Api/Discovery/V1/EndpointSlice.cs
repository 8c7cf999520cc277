using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Discovery.V1;

[ApiType("io.k8s.api.discovery.v1.EndpointSlice")]
[Kind("discovery.k8s.io", "v1", "EndpointSlice")]
[Resource("endpointslices", "endpointslice", Namespaced = true)]
public sealed partial record EndpointSlice
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(4, Always = true, Required = true, Enum = typeof(AddressType))]
    public string AddressType { get; init; } = "";

    [Field(2, Always = true, ListType = ListType.Atomic)]
    public ValueList<Endpoint> Endpoints { get; init; }

    [Field(3, Always = true, ListType = ListType.Atomic)]
    public ValueList<EndpointPort> Ports { get; init; }
}

[ApiType("io.k8s.api.discovery.v1.Endpoint")]
public sealed partial record Endpoint
{
    [Field(1, Always = true, Required = true, ListType = ListType.Set)]
    public ValueList<string> Addresses { get; init; }

    [Field(2)]
    public EndpointConditions Conditions { get; init; } = EndpointConditions.Empty;

    [Field(3)]
    public string? Hostname { get; init; }

    [Field(4)]
    public ObjectReference? TargetRef { get; init; }

    [Field(5)]
    public ValueMap<string> DeprecatedTopology { get; init; }

    [Field(6)]
    public string? NodeName { get; init; }

    [Field(7)]
    public string? Zone { get; init; }

    [Field(8)]
    public EndpointHints? Hints { get; init; }
}

[ApiType("io.k8s.api.discovery.v1.EndpointConditions")]
public sealed partial record EndpointConditions
{
    [Field(1)]
    public bool? Ready { get; init; }

    [Field(2)]
    public bool? Serving { get; init; }

    [Field(3)]
    public bool? Terminating { get; init; }
}

[ApiType("io.k8s.api.discovery.v1.EndpointHints")]
public sealed partial record EndpointHints
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<ForZone> ForZones { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<ForNode> ForNodes { get; init; }
}

[ApiType("io.k8s.api.discovery.v1.EndpointPort", Atomic = true)]
public sealed partial record EndpointPort
{
    [Field(1)]
    public string? Name { get; init; }

    [Field(2, Enum = typeof(global::Kubesharp.Api.Core.V1.Protocol))]
    public string? Protocol { get; init; }

    [Field(3)]
    public int? Port { get; init; }

    [Field(4)]
    public string? AppProtocol { get; init; }
}

[ApiType("io.k8s.api.discovery.v1.EndpointSliceList")]
[Kind("discovery.k8s.io", "v1", "EndpointSliceList")]
public sealed partial record EndpointSliceList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<EndpointSlice> Items { get; init; }
}

[ApiType("io.k8s.api.discovery.v1.ForNode")]
public sealed partial record ForNode
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";
}

[ApiType("io.k8s.api.discovery.v1.ForZone")]
public sealed partial record ForZone
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";
}
