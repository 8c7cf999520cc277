namespace Kubesharp.Api.Meta.V1;

/// <summary>How an object is to be read.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.GetOptions")]
[Kind("", "v1", "GetOptions")]
public sealed partial record GetOptions
{
    /// <summary>Version the answer must not be older than; empty for the newest.</summary>
    [Field(1)]
    public string ResourceVersion { get; init; } = "";
}
