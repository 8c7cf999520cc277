using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Coordination.V1;

/// <summary>A sign of life, or the right to be the leader.</summary>
[ApiType("io.k8s.api.coordination.v1.Lease")]
[Kind("coordination.k8s.io", "v1", "Lease")]
[Resource("leases", "lease", Namespaced = true)]
public sealed partial record Lease
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public LeaseSpec Spec { get; init; } = LeaseSpec.Empty;
}

/// <summary>A list of Lease objects.</summary>
[ApiType("io.k8s.api.coordination.v1.LeaseList")]
[Kind("coordination.k8s.io", "v1", "LeaseList")]
public sealed partial record LeaseList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<Lease> Items { get; init; }
}

/// <summary>Who holds the lease and until when.</summary>
[ApiType("io.k8s.api.coordination.v1.LeaseSpec")]
public sealed partial record LeaseSpec
{
    /// <summary>Who holds it.</summary>
    [Field(1)]
    public string? HolderIdentity { get; init; }

    /// <summary>Seconds after renewTime when others may take it.</summary>
    [Field(2)]
    public int? LeaseDurationSeconds { get; init; }

    /// <summary>When the holder got it.</summary>
    [Field(3, Micro = true)]
    public DateTimeOffset? AcquireTime { get; init; }

    /// <summary>When the holder renewed it last.</summary>
    [Field(4, Micro = true)]
    public DateTimeOffset? RenewTime { get; init; }

    /// <summary>How often it changed hands.</summary>
    [Field(5)]
    public int? LeaseTransitions { get; init; }

    /// <summary>How the leader is chosen, where the server chooses.</summary>
    [Field(6)]
    public string? Strategy { get; init; }

    /// <summary>Who should get it next.</summary>
    [Field(7)]
    public string? PreferredHolder { get; init; }
}
