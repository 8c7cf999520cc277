using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Kubesharp.Server.OpenApi;

/// <summary>
/// Turns an OpenAPI version 2 document into the protobuf form that older clients ask for (messages of the gnostic project, package
/// openapi.v2). Only what our own documents contain is converted.
/// </summary>
internal static class GnosticConverter
{
    public static byte[] Convert(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return Document(document.RootElement).ToArray();
    }

    private static Message Document(JsonElement root)
    {
        var message = new Message().Text(1, root, "swagger");
        if (root.TryGetProperty("info", out var info)) message.Nested(2, new Message().Text(1, info, "title").Text(2, info, "version"));
        if (root.TryGetProperty("paths", out var paths))
        {
            var items = new Message();
            foreach (var path in paths.EnumerateObject()) items.Nested(2, Named(path.Name, PathItem(path.Value)));
            message.Nested(8, items);
        }

        if (root.TryGetProperty("definitions", out var definitions))
        {
            var items = new Message();
            foreach (var definition in definitions.EnumerateObject()) items.Nested(1, Named(definition.Name, Schema(definition.Value)));
            message.Nested(9, items);
        }

        return message;
    }

    private static Message PathItem(JsonElement path)
    {
        var message = new Message();
        foreach (var (name, number) in (ReadOnlySpan<(string, int)>)[("get", 2), ("put", 3), ("post", 4), ("delete", 5), ("patch", 8)])
        {
            if (path.TryGetProperty(name, out var operation)) message.Nested(number, Operation(operation));
        }

        return Parameters(message, 9, path);
    }

    private static Message Operation(JsonElement operation)
    {
        var message = new Message().Text(5, operation, "operationId").Texts(6, operation, "produces").Texts(7, operation, "consumes");
        Parameters(message, 8, operation);
        if (operation.TryGetProperty("responses", out var responses))
        {
            var items = new Message();
            foreach (var response in responses.EnumerateObject())
            {
                var value = new Message().Text(1, response.Value, "description");
                if (response.Value.TryGetProperty("schema", out var schema)) value.Nested(2, new Message().Nested(1, Schema(schema)));
                items.Nested(1, Named(response.Name, new Message().Nested(1, value)));
            }

            message.Nested(9, items);
        }

        return Extensions(message, 13, operation);
    }

    private static Message Parameters(Message message, int number, JsonElement owner)
    {
        if (!owner.TryGetProperty("parameters", out var parameters)) return message;
        foreach (var parameter in parameters.EnumerateArray())
        {
            var place = parameter.GetProperty("in").GetString();
            var value = new Message();
            if (place == "body")
            {
                var body = new Message().Text(1, parameter, "description").Text(2, parameter, "name").Text(3, parameter, "in").Flag(4, parameter, "required")
                    .Nested(5, Schema(parameter.GetProperty("schema")));
                value.Nested(1, body);
            }
            else
            {
                var inQuery = place == "query";
                var other = new Message().Flag(1, parameter, "required").Text(2, parameter, "in").Text(3, parameter, "description").Text(4, parameter, "name")
                    .Text(inQuery ? 6 : 5, parameter, "type").Flag(inQuery ? 20 : 19, parameter, "uniqueItems");
                value.Nested(2, new Message().Nested(inQuery ? 3 : 4, other));
            }

            message.Nested(number, new Message().Nested(1, value));
        }

        return message;
    }

    private static Message Schema(JsonElement schema)
    {
        var message = new Message().Text(1, schema, "$ref").Text(2, schema, "format").Text(4, schema, "description").Texts(19, schema, "required");
        if (schema.TryGetProperty("enum", out var values))
        {
            foreach (var value in values.EnumerateArray()) message.Nested(20, Any(value));
        }

        if (schema.TryGetProperty("additionalProperties", out var additional)) message.Nested(21, new Message().Nested(1, Schema(additional)));
        if (schema.TryGetProperty("type", out var type)) message.Nested(22, new Message().Bytes(1, type.GetString()!));
        if (schema.TryGetProperty("items", out var items)) message.Nested(23, new Message().Nested(1, Schema(items)));
        if (schema.TryGetProperty("properties", out var properties))
        {
            var members = new Message();
            foreach (var property in properties.EnumerateObject()) members.Nested(1, Named(property.Name, Schema(property.Value)));
            message.Nested(25, members);
        }

        return Extensions(message, 31, schema);
    }

    private static Message Extensions(Message message, int number, JsonElement owner)
    {
        foreach (var member in owner.EnumerateObject())
        {
            if (member.Name.StartsWith("x-", StringComparison.Ordinal)) message.Nested(number, Named(member.Name, Any(member.Value)));
        }

        return message;
    }

    // JSON is YAML, which is what readers parse an extension as.
    private static Message Any(JsonElement value) => new Message().Bytes(2, value.GetRawText());

    private static Message Named(string name, Message value) => new Message().Bytes(1, name).Nested(2, value);

    /// <summary>A message that is being written.</summary>
    private sealed class Message
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();

        public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

        public Message Text(int number, JsonElement owner, string name) =>
            owner.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? Bytes(number, text) : this;

        public Message Texts(int number, JsonElement owner, string name)
        {
            if (!owner.TryGetProperty(name, out var values)) return this;
            foreach (var value in values.EnumerateArray()) Bytes(number, value.GetString()!);
            return this;
        }

        public Message Flag(int number, JsonElement owner, string name)
        {
            if (!owner.TryGetProperty(name, out var value) || !value.GetBoolean()) return this;
            Varint((uint)number << 3);
            Varint(1);
            return this;
        }

        public Message Bytes(int number, string text)
        {
            var length = Encoding.UTF8.GetByteCount(text);
            Varint((uint)number << 3 | 2);
            Varint((uint)length);
            Encoding.UTF8.GetBytes(text, _bytes.GetSpan(length));
            _bytes.Advance(length);
            return this;
        }

        public Message Nested(int number, Message message)
        {
            Varint((uint)number << 3 | 2);
            Varint((uint)message._bytes.WrittenCount);
            _bytes.Write(message._bytes.WrittenSpan);
            return this;
        }

        private void Varint(uint value)
        {
            var span = _bytes.GetSpan(5);
            var count = 0;
            for (; value >= 0x80; value >>= 7) span[count++] = (byte)(value | 0x80);
            span[count++] = (byte)value;
            _bytes.Advance(count);
        }
    }
}
