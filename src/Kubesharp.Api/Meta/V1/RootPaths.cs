namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.RootPaths")]
public sealed partial record RootPaths
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Paths { get; init; }
}
