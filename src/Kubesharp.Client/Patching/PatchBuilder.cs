using System.Buffers;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client;

/// <summary>Builds the smallest patch that turns one state of an object into another. The object's kind and name are the same in both.</summary>
public static class PatchBuilder
{
    /// <summary>Whether a merge patch changes nothing, so that it need not be sent.</summary>
    public static bool IsEmpty(ReadOnlySpan<byte> mergePatch) => mergePatch.SequenceEqual("{}"u8);

    /// <summary>RFC 7386: changed members with their values, removed ones as null; lists as a whole.</summary>
    public static byte[] MergePatch<T>(T before, T after)
        where T : class, IKind<T> =>
        Build(before, after, MergeDiff.Write);

    /// <summary>
    /// Kubernetes' own merge: lists of objects with a merge key are patched item by item, and lists of values by additions and removals.
    /// For built-in kinds only.
    /// </summary>
    public static byte[] StrategicMergePatch<T>(T before, T after)
        where T : class, IKind<T> =>
        Build(before, after, static (writer, old, wanted) => StrategicDiff.WriteObject(writer, T.Schema, old, wanted));

    /// <summary>RFC 6902: a list of add, remove and replace operations; an empty list when nothing differs.</summary>
    public static byte[] JsonPatch<T>(T before, T after)
        where T : class, IKind<T> =>
        Build(before, after, static (writer, old, wanted) =>
        {
            writer.WriteStartArray();
            JsonPatchDiff.Write(writer, "", old, wanted);
            writer.WriteEndArray();
        });

    /// <summary>
    /// The body of a server-side apply: what the record says, without what only the server sets, and without the members that records
    /// write although nobody has set them (the applier would own them otherwise).
    /// </summary>
    /// <param name="value">The fields to own.</param>
    /// <param name="isStatus">Whether the status is applied, through its subresource, rather than the rest.</param>
    public static byte[] ApplyBody<T>(T value, bool isStatus = false)
        where T : class, IKind<T>
    {
        using var document = JsonDocument.Parse(ApiJson.Encode(value), Options);
        return Write(writer => AppliedFields.Write(writer, T.Schema, document.RootElement, isStatus));
    }

    private static JsonDocumentOptions Options { get; } = new() { MaxDepth = 512 };

    private static byte[] Build<T>(T before, T after, Action<Utf8JsonWriter, JsonElement, JsonElement> diff)
        where T : class, IKind<T>
    {
        using var old = JsonDocument.Parse(ApiJson.Encode(before), Options);
        using var wanted = JsonDocument.Parse(ApiJson.Encode(after), Options);
        return Write(writer => diff(writer, old.RootElement, wanted.RootElement));
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, ApiJson.WriterOptions);
        write(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
