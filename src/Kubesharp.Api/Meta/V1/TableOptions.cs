namespace Kubesharp.Api.Meta.V1;

/// <summary>What the rows of a table carry.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.TableOptions")]
[Kind("meta.k8s.io", "v1", "TableOptions")]
public sealed partial record TableOptions
{
    /// <summary>How much of each object its row carries: None, Metadata (default) or Object.</summary>
    [Field(1)]
    public string IncludeObject { get; init; } = "";
}
