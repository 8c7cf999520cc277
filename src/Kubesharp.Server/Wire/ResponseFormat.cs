namespace Kubesharp.Server.Wire;

/// <summary>How a response body is written.</summary>
internal enum MediaKind
{
    Json,
    Yaml,
    Protobuf,
}

/// <summary>What is made of an object before it is written.</summary>
internal enum Projection
{
    /// <summary>The object itself.</summary>
    None,

    /// <summary>A meta.k8s.io Table.</summary>
    Table,

    /// <summary>Only the metadata.</summary>
    PartialMetadata,

    /// <summary>A list of metadata.</summary>
    PartialMetadataList,
}

/// <summary>What the client accepts, decided once per request.</summary>
/// <param name="Media">How the body is written.</param>
/// <param name="Projection">What is made of objects.</param>
/// <param name="Pretty">Whether JSON is indented.</param>
/// <param name="DiscoveryV2">Whether discovery answers in its aggregated form.</param>
/// <param name="MetaVersion">The version of a table or of metadata.</param>
internal sealed record ResponseFormat(MediaKind Media, Projection Projection = Projection.None, bool Pretty = false, bool DiscoveryV2 = false, string MetaVersion = "meta.k8s.io/v1")
{
    public static ResponseFormat Json { get; } = new(MediaKind.Json);

    /// <summary>The Content-Type header.</summary>
    public string ContentType => (Media, Projection) switch
    {
        (MediaKind.Protobuf, _) => "application/vnd.kubernetes.protobuf",
        (MediaKind.Yaml, _) => "application/yaml",
        _ => "application/json",
    };

    /// <summary>The Content-Type header of a watch.</summary>
    public string StreamContentType => Media switch
    {
        MediaKind.Protobuf => "application/vnd.kubernetes.protobuf;stream=watch",
        MediaKind.Yaml => "application/yaml;stream=watch",
        _ => "application/json",
    };
}
