namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent")]
public sealed partial record WatchEvent
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public RawJson Object { get; init; }
}
