namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.UpdateOptions")]
[Kind("", "v1", "UpdateOptions")]
public sealed partial record UpdateOptions
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> DryRun { get; init; }

    [Field(2)]
    public string FieldManager { get; init; } = "";

    [Field(3)]
    public string FieldValidation { get; init; } = "";
}
