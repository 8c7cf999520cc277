using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.Endpoints")]
[Kind("", "v1", "Endpoints")]
[Resource("endpoints", "endpoints", Namespaced = true, ShortNames = "ep")]
public sealed partial record Endpoints
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<EndpointSubset> Subsets { get; init; }
}

[ApiType("io.k8s.api.core.v1.EndpointAddress", Atomic = true)]
public sealed partial record EndpointAddress
{
    [Field(1, Always = true, Required = true)]
    public string Ip { get; init; } = "";

    [Field(3)]
    public string Hostname { get; init; } = "";

    [Field(4)]
    public string? NodeName { get; init; }

    [Field(2)]
    public ObjectReference? TargetRef { get; init; }
}

[ApiType("io.k8s.api.core.v1.EndpointPort", Atomic = true)]
public sealed partial record EndpointPort
{
    [Field(1)]
    public string Name { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public int Port { get; init; }

    [Field(3, Enum = typeof(Protocol))]
    public string Protocol { get; init; } = "";

    [Field(4)]
    public string? AppProtocol { get; init; }
}

[ApiType("io.k8s.api.core.v1.EndpointSubset")]
public sealed partial record EndpointSubset
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<EndpointAddress> Addresses { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<EndpointAddress> NotReadyAddresses { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<EndpointPort> Ports { get; init; }
}

[ApiType("io.k8s.api.core.v1.EndpointsList")]
[Kind("", "v1", "EndpointsList")]
public sealed partial record EndpointsList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<Endpoints> Items { get; init; }
}
