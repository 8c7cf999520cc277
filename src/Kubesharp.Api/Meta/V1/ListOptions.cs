namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ListOptions")]
[Kind("", "v1", "ListOptions")]
public sealed partial record ListOptions
{
    [Field(1)]
    public string LabelSelector { get; init; } = "";

    [Field(2)]
    public string FieldSelector { get; init; } = "";

    [Field(3)]
    public bool Watch { get; init; }

    [Field(9)]
    public bool AllowWatchBookmarks { get; init; }

    [Field(4)]
    public string ResourceVersion { get; init; } = "";

    [Field(10)]
    public string ResourceVersionMatch { get; init; } = "";

    [Field(5)]
    public long? TimeoutSeconds { get; init; }

    [Field(7)]
    public long Limit { get; init; }

    [Field(8)]
    public string Continue { get; init; } = "";

    [Field(11)]
    public bool? SendInitialEvents { get; init; }

    [Field(15)]
    public string ShardSelector { get; init; } = "";
}
