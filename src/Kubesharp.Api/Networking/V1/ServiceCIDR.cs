using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Networking.V1;

[ApiType("io.k8s.api.networking.v1.ServiceCIDR")]
[Kind("networking.k8s.io", "v1", "ServiceCIDR")]
[Resource("servicecidrs", "servicecidr", Namespaced = false)]
public sealed partial record ServiceCIDR
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public ServiceCIDRSpec Spec { get; init; } = ServiceCIDRSpec.Empty;

    [Field(3)]
    public ServiceCIDRStatus Status { get; init; } = ServiceCIDRStatus.Empty;
}

[ApiType("io.k8s.api.networking.v1.ServiceCIDRList")]
[Kind("networking.k8s.io", "v1", "ServiceCIDRList")]
public sealed partial record ServiceCIDRList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<ServiceCIDR> Items { get; init; }
}

[ApiType("io.k8s.api.networking.v1.ServiceCIDRSpec")]
public sealed partial record ServiceCIDRSpec
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> Cidrs { get; init; }
}

[ApiType("io.k8s.api.networking.v1.ServiceCIDRStatus")]
public sealed partial record ServiceCIDRStatus
{
    [Field(1, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<Condition> Conditions { get; init; }
}
