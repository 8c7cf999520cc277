using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Coordination.V1;

[ApiType("io.k8s.api.coordination.v1.Lease")]
[Kind("coordination.k8s.io", "v1", "Lease")]
[Resource("leases", "lease", Namespaced = true)]
public sealed partial record Lease
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public LeaseSpec Spec { get; init; } = LeaseSpec.Empty;
}

[ApiType("io.k8s.api.coordination.v1.LeaseList")]
[Kind("coordination.k8s.io", "v1", "LeaseList")]
public sealed partial record LeaseList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<Lease> Items { get; init; }
}

[ApiType("io.k8s.api.coordination.v1.LeaseSpec")]
public sealed partial record LeaseSpec
{
    [Field(1)]
    public string? HolderIdentity { get; init; }

    [Field(2)]
    public int? LeaseDurationSeconds { get; init; }

    [Field(3, Micro = true)]
    public DateTimeOffset? AcquireTime { get; init; }

    [Field(4, Micro = true)]
    public DateTimeOffset? RenewTime { get; init; }

    [Field(5)]
    public int? LeaseTransitions { get; init; }

    [Field(6)]
    public string? Strategy { get; init; }

    [Field(7)]
    public string? PreferredHolder { get; init; }
}
