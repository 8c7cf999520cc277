namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions")]
[Kind("", "v1", "DeleteOptions")]
public sealed partial record DeleteOptions
{
    [Field(1)]
    public long? GracePeriodSeconds { get; init; }

    [Field(2)]
    public Preconditions? Preconditions { get; init; }

    [Field(3)]
    public bool? OrphanDependents { get; init; }

    [Field(4)]
    public string? PropagationPolicy { get; init; }

    [Field(5, ListType = ListType.Atomic)]
    public ValueList<string> DryRun { get; init; }

    [Field(6)]
    public bool? IgnoreStoreReadErrorWithClusterBreakingPotential { get; init; }
}

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.Preconditions")]
public sealed partial record Preconditions
{
    [Field(1)]
    public string? Uid { get; init; }

    [Field(2)]
    public string? ResourceVersion { get; init; }
}
