using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Networking.V1;

/// <summary>A network from which Services get addresses.</summary>
[ApiType("io.k8s.api.networking.v1.ServiceCIDR")]
[Kind("networking.k8s.io", "v1", "ServiceCIDR")]
[Resource("servicecidrs", "servicecidr", Namespaced = false)]
public sealed partial record ServiceCIDR
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public ServiceCIDRSpec Spec { get; init; } = ServiceCIDRSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public ServiceCIDRStatus Status { get; init; } = ServiceCIDRStatus.Empty;
}

/// <summary>A list of ServiceCIDR objects.</summary>
[ApiType("io.k8s.api.networking.v1.ServiceCIDRList")]
[Kind("networking.k8s.io", "v1", "ServiceCIDRList")]
public sealed partial record ServiceCIDRList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ServiceCIDR> Items { get; init; }
}

/// <summary>The network.</summary>
[ApiType("io.k8s.api.networking.v1.ServiceCIDRSpec")]
public sealed partial record ServiceCIDRSpec
{
    /// <summary>Networks, one for each IP family.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> Cidrs { get; init; }
}

/// <summary>What was last observed of a network.</summary>
[ApiType("io.k8s.api.networking.v1.ServiceCIDRStatus")]
public sealed partial record ServiceCIDRStatus
{
    /// <summary>Aspects of the state.</summary>
    [Field(1, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<Condition> Conditions { get; init; }
}
