namespace Kubesharp.Api.Meta.V1;

/// <summary>A list of objects of any kind.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.List")]
[Kind("", "v1", "List")]
public sealed partial record List
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<RawJson> Items { get; init; }
}
