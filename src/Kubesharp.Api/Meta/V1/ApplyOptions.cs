namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ApplyOptions")]
[Kind("", "v1", "ApplyOptions")]
public sealed partial record ApplyOptions
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> DryRun { get; init; }

    [Field(2, Always = true, Required = true)]
    public bool Force { get; init; }

    [Field(3, Always = true, Required = true)]
    public string FieldManager { get; init; } = "";
}
