using System.Text.Json;
using Kubesharp.Api.Schema;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Api.ApiExtensions.V1;

/// <summary>One schema, or a list of them; in JSON just that.</summary>
public sealed record JSONSchemaPropsOrArray : IApiType<JSONSchemaPropsOrArray>
{
    public static JSONSchemaPropsOrArray Empty { get; } = new();

    public static TypeSchema Schema { get; } = new() { Name = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray", Fields = [] };

    public JSONSchemaProps? Single { get; init; }

    public ValueList<JSONSchemaProps> Schemas { get; init; }

    public static JSONSchemaPropsOrArray ReadJson(ref JsonDecoder decoder)
    {
        if (decoder.IsNull) return Empty;
        if (decoder.Token != JsonTokenType.StartArray) return new() { Single = JSONSchemaProps.ReadJson(ref decoder) };
        var schemas = default(ListBuilder<JSONSchemaProps>);
        while (decoder.NextItem()) schemas.Add(JSONSchemaProps.ReadJson(ref decoder));
        return new() { Schemas = schemas.ToList() };
    }

    public static JSONSchemaPropsOrArray ReadProtobuf(ref ProtobufReader reader)
    {
        JSONSchemaProps? single = null;
        var schemas = default(ListBuilder<JSONSchemaProps>);
        while (reader.NextField(out var field))
        {
            if (field is not (1 or 2))
            {
                reader.Skip();
                continue;
            }

            var message = new ProtobufReader(reader.Message());
            var schema = JSONSchemaProps.ReadProtobuf(ref message);
            if (field == 1) single = schema;
            else schemas.Add(schema);
        }

        return new() { Single = single, Schemas = schemas.ToListOrNull() };
    }

    public void WriteJson(Utf8JsonWriter writer)
    {
        if (Schemas.Count > 0)
        {
            writer.WriteStartArray();
            foreach (var schema in Schemas) schema.WriteJson(writer);
            writer.WriteEndArray();
        }
        else if (Single is not null) Single.WriteJson(writer);
        else writer.WriteNullValue();
    }

    public bool IsCanonical() => Single?.IsCanonical() != false && Schemas.All(static schema => schema.IsCanonical()) && (Schemas.IsNull || Single is null);

    public void WriteProtobuf(ref ProtobufWriter writer)
    {
        for (var i = Schemas.Count - 1; i >= 0; i--)
        {
            var item = writer.Written;
            Schemas[i].WriteProtobuf(ref writer);
            writer.EndMessage(2, item);
        }

        if (Single is null) return;
        var mark = writer.Written;
        Single.WriteProtobuf(ref writer);
        writer.EndMessage(1, mark);
    }
}
