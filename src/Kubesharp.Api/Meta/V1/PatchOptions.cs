namespace Kubesharp.Api.Meta.V1;

/// <summary>How an object is to be patched.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.PatchOptions")]
[Kind("", "v1", "PatchOptions")]
public sealed partial record PatchOptions
{
    /// <summary>With the value All, everything is checked but nothing is stored.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> DryRun { get; init; }

    /// <summary>Takes over fields that others own. Only for server-side apply.</summary>
    [Field(2)]
    public bool? Force { get; init; }

    /// <summary>Name under which the fields set by this request are recorded; required for server-side apply.</summary>
    [Field(3)]
    public string FieldManager { get; init; } = "";

    /// <summary>What happens to unknown and repeated fields: Ignore, Warn (default) or Strict.</summary>
    [Field(4)]
    public string FieldValidation { get; init; } = "";
}
