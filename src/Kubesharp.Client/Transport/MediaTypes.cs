namespace Kubesharp.Client;

/// <summary>Media types of the API.</summary>
public static class MediaTypes
{
    public const string Json = "application/json";
    public const string Protobuf = "application/vnd.kubernetes.protobuf";

    /// <summary>Asks for protobuf, or for JSON from a server or of a kind that has no protobuf.</summary>
    public const string ProtobufOrJson = Protobuf + "," + Json;

    public const string JsonPatch = "application/json-patch+json";
    public const string MergePatch = "application/merge-patch+json";
    public const string StrategicMergePatch = "application/strategic-merge-patch+json";
    public const string ApplyPatch = "application/apply-patch+yaml";

    /// <summary>Asks for objects, single or of a watch, cut down to kind, version and metadata.</summary>
    public const string PartialObjectMetadata = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    /// <summary>Asks for lists of such objects.</summary>
    public const string PartialObjectMetadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    /// <summary>Whether a media type, whatever its parameters, is that of protobuf.</summary>
    internal static bool IsProtobuf(string mediaType) =>
        mediaType.StartsWith(Protobuf, StringComparison.OrdinalIgnoreCase) && (mediaType.Length == Protobuf.Length || mediaType[Protobuf.Length] is ';' or ' ');
}
