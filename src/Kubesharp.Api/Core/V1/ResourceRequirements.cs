namespace Kubesharp.Api.Core.V1;

/// <summary>How much of each resource is asked for and allowed.</summary>
[ApiType("io.k8s.api.core.v1.ResourceRequirements", Shared = true)]
public sealed partial record ResourceRequirements
{
    /// <summary>Most that may be used. A container over its memory limit is killed, one over its cpu limit is slowed down.</summary>
    [Field(1)]
    public ValueMap<Quantity> Limits { get; init; }

    /// <summary>What is set aside; the scheduler looks for a node that has it. Default: the limits.</summary>
    [Field(2)]
    public ValueMap<Quantity> Requests { get; init; }

    /// <summary>Claims of the pod whose devices the container uses.</summary>
    [Field(3, ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<ResourceClaim> Claims { get; init; }
}

/// <summary>Refers to a claim of the pod.</summary>
[ApiType("io.k8s.api.core.v1.ResourceClaim")]
public sealed partial record ResourceClaim
{
    /// <summary>Name of the claim in the pod's resourceClaims.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Request of the claim to use; empty for all of them.</summary>
    [Field(2)]
    public string Request { get; init; } = "";
}
