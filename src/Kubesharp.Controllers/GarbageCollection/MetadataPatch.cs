using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Controllers.GarbageCollection;

/// <summary>Merge patches of a list in the metadata, bound to the object and revision they were made from.</summary>
internal static class MetadataPatch
{
    public static byte[] OwnerReferences(ObjectMeta metadata, ValueList<OwnerReference> references) => Write(metadata, "ownerReferences", writer =>
    {
        writer.WriteStartArray();
        foreach (var reference in references) reference.WriteJson(writer);
        writer.WriteEndArray();
    });

    public static byte[] Finalizers(ObjectMeta metadata, ValueList<string> finalizers) => Write(metadata, "finalizers", writer =>
    {
        writer.WriteStartArray();
        foreach (var finalizer in finalizers) writer.WriteStringValue(finalizer);
        writer.WriteEndArray();
    });

    private static byte[] Write(ObjectMeta metadata, string field, Action<Utf8JsonWriter> value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, ApiJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("metadata"u8);
            writer.WriteString("uid"u8, metadata.Uid);
            writer.WriteString("resourceVersion"u8, metadata.ResourceVersion);
            writer.WritePropertyName(field);
            value(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
