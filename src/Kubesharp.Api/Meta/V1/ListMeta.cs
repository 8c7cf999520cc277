namespace Kubesharp.Api.Meta.V1;

/// <summary>Data every list has.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta")]
public sealed partial record ListMeta
{
    /// <summary>Not used any more; always empty.</summary>
    [Field(1)]
    public string SelfLink { get; init; } = "";

    /// <summary>Version of the whole collection at which the list was taken; a watch can start from it.</summary>
    [Field(2)]
    public string ResourceVersion { get; init; } = "";

    /// <summary>Token to ask for the next part of a list that was cut by a limit; empty at its end.</summary>
    [Field(3)]
    public string Continue { get; init; } = "";

    /// <summary>How many objects follow after this part, as far as the server knows.</summary>
    [Field(4)]
    public long? RemainingItemCount { get; init; }

    /// <summary>Which part of the collection the list shows, when only a part was asked for.</summary>
    [Field(5)]
    public ShardInfo? ShardInfo { get; init; }
}

/// <summary>The part of a collection that a list shows.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ShardInfo")]
public sealed partial record ShardInfo
{
    /// <summary>The selector the part was asked for with.</summary>
    [Field(1, Always = true, Required = true)]
    public string Selector { get; init; } = "";
}
