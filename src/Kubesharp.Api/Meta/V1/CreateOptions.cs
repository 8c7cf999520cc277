namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.CreateOptions")]
[Kind("", "v1", "CreateOptions")]
public sealed partial record CreateOptions
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> DryRun { get; init; }

    [Field(3)]
    public string FieldManager { get; init; } = "";

    [Field(4)]
    public string FieldValidation { get; init; } = "";
}
