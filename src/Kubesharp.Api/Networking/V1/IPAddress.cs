using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Networking.V1;

[ApiType("io.k8s.api.networking.v1.IPAddress")]
[Kind("networking.k8s.io", "v1", "IPAddress")]
[Resource("ipaddresses", "ipaddress", Namespaced = false, ShortNames = "ip")]
public sealed partial record IPAddress
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public IPAddressSpec Spec { get; init; } = IPAddressSpec.Empty;
}

[ApiType("io.k8s.api.networking.v1.IPAddressList")]
[Kind("networking.k8s.io", "v1", "IPAddressList")]
public sealed partial record IPAddressList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<IPAddress> Items { get; init; }
}

[ApiType("io.k8s.api.networking.v1.IPAddressSpec")]
public sealed partial record IPAddressSpec
{
    [Field(1, Required = true)]
    public ParentReference? ParentRef { get; init; }
}

[ApiType("io.k8s.api.networking.v1.ParentReference")]
public sealed partial record ParentReference
{
    [Field(1)]
    public string Group { get; init; } = "";

    [Field(2, Required = true)]
    public string Resource { get; init; } = "";

    [Field(3)]
    public string Namespace { get; init; } = "";

    [Field(4, Required = true)]
    public string Name { get; init; } = "";
}
