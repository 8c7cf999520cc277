namespace Kubesharp.Api.Meta.V1;

/// <summary>How an object is to be applied.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ApplyOptions")]
[Kind("", "v1", "ApplyOptions")]
public sealed partial record ApplyOptions
{
    /// <summary>With the value All, everything is checked but nothing is stored.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> DryRun { get; init; }

    /// <summary>Takes over fields that others own.</summary>
    [Field(2, Always = true, Required = true)]
    public bool Force { get; init; }

    /// <summary>Name under which the applied fields are recorded.</summary>
    [Field(3, Always = true, Required = true)]
    public string FieldManager { get; init; } = "";
}
