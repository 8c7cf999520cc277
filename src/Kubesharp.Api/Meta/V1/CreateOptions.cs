namespace Kubesharp.Api.Meta.V1;

/// <summary>How an object is to be created.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.CreateOptions")]
[Kind("", "v1", "CreateOptions")]
public sealed partial record CreateOptions
{
    /// <summary>With the value All, everything is checked but nothing is stored.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> DryRun { get; init; }

    /// <summary>Name under which the fields set by this request are recorded.</summary>
    [Field(3)]
    public string FieldManager { get; init; } = "";

    /// <summary>What happens to unknown and repeated fields: Ignore, Warn (default) or Strict.</summary>
    [Field(4)]
    public string FieldValidation { get; init; } = "";
}
