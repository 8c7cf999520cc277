namespace Kubesharp.Api.Meta.V1;

/// <summary>What a list or watch shows.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ListOptions")]
[Kind("", "v1", "ListOptions")]
public sealed partial record ListOptions
{
    /// <summary>Shows only objects whose labels match, such as app=web,tier!=test.</summary>
    [Field(1)]
    public string LabelSelector { get; init; } = "";

    /// <summary>Shows only objects whose fields match, such as spec.nodeName=n1.</summary>
    [Field(2)]
    public string FieldSelector { get; init; } = "";

    /// <summary>Sends changes as they happen instead of a list.</summary>
    [Field(3)]
    public bool Watch { get; init; }

    /// <summary>Lets the server send events that only say how far the watch has come.</summary>
    [Field(9)]
    public bool AllowWatchBookmarks { get; init; }

    /// <summary>Version to list at or to watch from.</summary>
    [Field(4)]
    public string ResourceVersion { get; init; } = "";

    /// <summary>How resourceVersion is meant: NotOlderThan or Exact.</summary>
    [Field(10)]
    public string ResourceVersionMatch { get; init; } = "";

    /// <summary>Seconds after which the server ends the request.</summary>
    [Field(5)]
    public long? TimeoutSeconds { get; init; }

    /// <summary>Most objects to return at once; the rest follows with continue.</summary>
    [Field(7)]
    public long Limit { get; init; }

    /// <summary>Token from the part of the list before.</summary>
    [Field(8)]
    public string Continue { get; init; } = "";

    /// <summary>Begins a watch with the objects that exist, followed by a bookmark.</summary>
    [Field(11)]
    public bool? SendInitialEvents { get; init; }

    /// <summary>Shows only one part of the collection.</summary>
    [Field(15)]
    public string ShardSelector { get; init; } = "";
}
