namespace Kubesharp.Api.Meta.V1;

/// <summary>How an object is to be deleted.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions")]
[Kind("", "v1", "DeleteOptions")]
public sealed partial record DeleteOptions
{
    /// <summary>Seconds the object has to end by itself; 0 deletes at once. When absent, the kind's default holds.</summary>
    [Field(1)]
    public long? GracePeriodSeconds { get; init; }

    /// <summary>What must be true of the object, or the request fails.</summary>
    [Field(2)]
    public Preconditions? Preconditions { get; init; }

    /// <summary>Older form of propagationPolicy. Do not use both.</summary>
    [Field(3)]
    public bool? OrphanDependents { get; init; }

    /// <summary>What happens to the objects it owns: Orphan leaves them, Background deletes them afterwards, Foreground deletes them first.</summary>
    [Field(4)]
    public string? PropagationPolicy { get; init; }

    /// <summary>With the value All, everything is checked but nothing is deleted.</summary>
    [Field(5, ListType = ListType.Atomic)]
    public ValueList<string> DryRun { get; init; }

    /// <summary>Deletes an object that can no longer be read from the store. Nothing that owning and finalizing means is honoured then. Default false.</summary>
    [Field(6)]
    public bool? IgnoreStoreReadErrorWithClusterBreakingPotential { get; init; }
}

/// <summary>What must be true of an object for a deletion to happen.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.Preconditions")]
public sealed partial record Preconditions
{
    /// <summary>The identifier it must have.</summary>
    [Field(1)]
    public string? Uid { get; init; }

    /// <summary>The version it must have.</summary>
    [Field(2)]
    public string? ResourceVersion { get; init; }
}
