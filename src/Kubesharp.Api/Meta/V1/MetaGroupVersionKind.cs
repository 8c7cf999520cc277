namespace Kubesharp.Api.Meta.V1;

/// <summary>Names a kind.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionKind")]
public sealed partial record MetaGroupVersionKind
{
    /// <summary>The group; empty for the core group.</summary>
    [Field(1, Always = true, Required = true)]
    public string Group { get; init; } = "";

    /// <summary>The version.</summary>
    [Field(2, Always = true, Required = true)]
    public string Version { get; init; } = "";

    /// <summary>The kind.</summary>
    [Field(3, Always = true, Required = true)]
    public string Kind { get; init; } = "";
}
