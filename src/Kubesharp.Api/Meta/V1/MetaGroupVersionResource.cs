namespace Kubesharp.Api.Meta.V1;

/// <summary>Names a resource.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionResource")]
public sealed partial record MetaGroupVersionResource
{
    /// <summary>The group; empty for the core group.</summary>
    [Field(1, Always = true, Required = true)]
    public string Group { get; init; } = "";

    /// <summary>The version.</summary>
    [Field(2, Always = true, Required = true)]
    public string Version { get; init; } = "";

    /// <summary>The resource, in the plural.</summary>
    [Field(3, Always = true, Required = true)]
    public string Resource { get; init; } = "";
}
