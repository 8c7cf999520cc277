using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Networking.V1;

/// <summary>An address that a Service uses.</summary>
[ApiType("io.k8s.api.networking.v1.IPAddress")]
[Kind("networking.k8s.io", "v1", "IPAddress")]
[Resource("ipaddresses", "ipaddress", Namespaced = false, ShortNames = "ip")]
public sealed partial record IPAddress
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public IPAddressSpec Spec { get; init; } = IPAddressSpec.Empty;
}

/// <summary>A list of IPAddress objects.</summary>
[ApiType("io.k8s.api.networking.v1.IPAddressList")]
[Kind("networking.k8s.io", "v1", "IPAddressList")]
public sealed partial record IPAddressList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<IPAddress> Items { get; init; }
}

/// <summary>Who uses the address.</summary>
[ApiType("io.k8s.api.networking.v1.IPAddressSpec")]
public sealed partial record IPAddressSpec
{
    /// <summary>The object.</summary>
    [Field(1, Required = true)]
    public ParentReference? ParentRef { get; init; }
}

/// <summary>Names the user of an address.</summary>
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
