namespace Kubesharp.Api.Meta.V1;

/// <summary>Paths the server knows.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.RootPaths")]
public sealed partial record RootPaths
{
    /// <summary>The paths.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Paths { get; init; }
}
