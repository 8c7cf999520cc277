using System.Text.Json;
using Kubesharp.Api.Schema;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Api.ApiExtensions.V1;

/// <summary>A schema, or a list of property names; in JSON just that.</summary>
public sealed record JSONSchemaPropsOrStringArray : IApiType<JSONSchemaPropsOrStringArray>
{
    public static JSONSchemaPropsOrStringArray Empty { get; } = new();

    public static TypeSchema Schema { get; } = new() { Name = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray", Fields = [] };

    public JSONSchemaProps? Props { get; init; }

    public ValueList<string> Properties { get; init; }

    public static JSONSchemaPropsOrStringArray ReadJson(ref JsonDecoder decoder)
    {
        if (decoder.IsNull) return Empty;
        if (decoder.Token != JsonTokenType.StartArray) return new() { Props = JSONSchemaProps.ReadJson(ref decoder) };
        var properties = default(ListBuilder<string>);
        while (decoder.NextItem()) properties.Add(decoder.ReadString());
        return new() { Properties = properties.ToList() };
    }

    public static JSONSchemaPropsOrStringArray ReadProtobuf(ref ProtobufReader reader)
    {
        JSONSchemaProps? props = null;
        var properties = default(ListBuilder<string>);
        while (reader.NextField(out var field))
        {
            switch (field)
            {
                case 1:
                    var message = new ProtobufReader(reader.Message());
                    props = JSONSchemaProps.ReadProtobuf(ref message);
                    break;
                case 2: properties.Add(reader.String()); break;
                default: reader.Skip(); break;
            }
        }

        return new() { Props = props, Properties = properties.ToListOrNull() };
    }

    public void WriteJson(Utf8JsonWriter writer)
    {
        if (Properties.Count > 0)
        {
            writer.WriteStartArray();
            foreach (var property in Properties) writer.WriteStringValue(property);
            writer.WriteEndArray();
        }
        else if (Props is not null) Props.WriteJson(writer);
        else writer.WriteNullValue();
    }

    public bool IsCanonical() => Props?.IsCanonical() != false && (Properties.IsNull || Props is null) && Properties.All(Canonical.IsText);

    public void WriteProtobuf(ref ProtobufWriter writer)
    {
        for (var i = Properties.Count - 1; i >= 0; i--) writer.String(2, Properties[i]);
        if (Props is null) return;
        var mark = writer.Written;
        Props.WriteProtobuf(ref writer);
        writer.EndMessage(1, mark);
    }
}
