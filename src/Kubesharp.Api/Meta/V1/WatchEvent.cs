namespace Kubesharp.Api.Meta.V1;

/// <summary>A change of an object, as a watch sends it.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent")]
public sealed partial record WatchEvent
{
    /// <summary>ADDED, MODIFIED, DELETED, BOOKMARK or ERROR.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>The object after the change, before it when deleted, or a Status for an error.</summary>
    [Field(2, Always = true, Required = true)]
    public RawJson Object { get; init; }
}
