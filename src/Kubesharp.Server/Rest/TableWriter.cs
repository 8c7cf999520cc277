using System.Buffers;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Storage;
using Kubesharp.Server.Strategies;
using Kubesharp.Server.Wire;

namespace Kubesharp.Server.Rest;

/// <summary>Writes the Table form of objects.</summary>
internal static class TableWriter
{
    /// <summary>Sends a list as a table.</summary>
    public static ValueTask SendListAsync(ApiCall call, RestTarget target, ResponseFormat format, ListPage page, DateTimeOffset now) =>
        ResponseWriter.WriteJsonAsync(call.Http, format, 200, Encode(target, format, page.Items, page.Metadata, now, IncludeObject(call), columns: true));

    /// <summary>One object as a table with one row.</summary>
    public static ReadOnlyMemory<byte> EncodeOne(RestTarget target, ResponseFormat format, StoredObject value, DateTimeOffset now, string includeObject, bool columns) =>
        Encode(
            target,
            format,
            [value],
            new ListMeta { ResourceVersion = value.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            now,
            includeObject,
            columns);

    /// <summary>What the rows carry of their objects: Metadata (the default), Object or None.</summary>
    public static string IncludeObject(ApiCall call)
    {
        var value = call.Query("includeObject");
        return value switch
        {
            "" => "Metadata",
            "None" or "Metadata" or "Object" => value,
            _ => throw StatusErrors.BadRequest($"unrecognized includeObject value: {GoText.Quote(value)}"),
        };
    }

    private static ReadOnlyMemory<byte> Encode(
        RestTarget target, ResponseFormat format, IReadOnlyList<StoredObject> items, ListMeta metadata, DateTimeOffset now, string includeObject, bool columns) =>
        Encode(format, items, metadata, now, columns ? target.Served.TableColumns : null, (writer, row, item) => WriteRow(writer, row, format, target, item, includeObject));

    /// <summary>A table of any items.</summary>
    /// <param name="format">What the client asks for.</param>
    /// <param name="items">One for each row.</param>
    /// <param name="metadata">Metadata of the table.</param>
    /// <param name="now">The time from which ages count.</param>
    /// <param name="columns">The columns; null leaves them out.</param>
    /// <param name="writeRow">Writes the row of an item, an object with cells and object.</param>
    public static ReadOnlyMemory<byte> Encode<T>(
        ResponseFormat format, IReadOnlyList<T> items, ListMeta metadata, DateTimeOffset now, IReadOnlyList<TableColumn>? columns, Action<Utf8JsonWriter, TableRowBuilder, T> writeRow)
    {
        var output = new ArrayBufferWriter<byte>(1024 + (items.Count * 512));
        using var writer = new Utf8JsonWriter(output, ApiJson.WriterOptions);
        var row = new TableRowBuilder(writer, now);
        writer.WriteStartObject();
        writer.WriteString("kind"u8, "Table"u8);
        writer.WriteString("apiVersion"u8, format.MetaVersion);
        writer.WritePropertyName("metadata"u8);
        metadata.WriteJson(writer);
        if (columns is not null) WriteColumns(writer, columns);
        else writer.WriteNull("columnDefinitions"u8);
        writer.WriteStartArray("rows"u8);
        foreach (var item in items) writeRow(writer, row, item);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenMemory;
    }

    private static void WriteColumns(Utf8JsonWriter writer, IReadOnlyList<TableColumn> columns)
    {
        writer.WriteStartArray("columnDefinitions"u8);
        foreach (var column in columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, column.Name);
            writer.WriteString("type"u8, column.Type);
            writer.WriteString("format"u8, column.Format);
            writer.WriteString("description"u8, column.Description);
            writer.WriteNumber("priority"u8, column.Priority);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The object of a row that shows no more of it than its metadata.</summary>
    public static void WriteMetadata(Utf8JsonWriter writer, ResponseFormat format, ObjectMeta metadata)
    {
        writer.WriteStartObject("object"u8);
        writer.WriteString("kind"u8, "PartialObjectMetadata"u8);
        writer.WriteString("apiVersion"u8, format.MetaVersion);
        writer.WritePropertyName("metadata"u8);
        metadata.WriteJson(writer);
        writer.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter writer, TableRowBuilder row, ResponseFormat format, RestTarget target, StoredObject item, string includeObject)
    {
        var typed = target.ServedOf(item);
        writer.WriteStartObject();
        writer.WriteStartArray("cells"u8);
        target.Served.WriteObjectRow(typed, row);
        writer.WriteEndArray();
        switch (includeObject)
        {
            case "Object":
                writer.WritePropertyName("object"u8);
                writer.WriteRawValue(target.JsonOf(item), skipInputValidation: true);
                break;
            case "Metadata":
                WriteMetadata(writer, format, typed.Metadata);
                break;
            default:
                writer.WriteNull("object"u8);
                break;
        }

        writer.WriteEndObject();
    }
}
