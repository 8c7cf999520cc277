using System.Text.Json;
using Kubesharp.Api.Schema;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Api.ApiExtensions.V1;

/// <summary>A schema, or whether anything (true) or nothing (false) is allowed; in JSON just that.</summary>
public sealed record JSONSchemaPropsOrBool : IApiType<JSONSchemaPropsOrBool>
{
    public static JSONSchemaPropsOrBool Empty { get; } = new();

    public static TypeSchema Schema { get; } = new() { Name = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool", Fields = [] };

    public bool Allows { get; init; }

    public JSONSchemaProps? Props { get; init; }

    public static JSONSchemaPropsOrBool ReadJson(ref JsonDecoder decoder) => decoder.Token == JsonTokenType.StartObject
        ? new() { Allows = true, Props = JSONSchemaProps.ReadJson(ref decoder) }
        : new() { Allows = decoder.ReadBoolean() };

    public static JSONSchemaPropsOrBool ReadProtobuf(ref ProtobufReader reader)
    {
        var allows = false;
        JSONSchemaProps? props = null;
        while (reader.NextField(out var field))
        {
            switch (field)
            {
                case 1: allows = reader.Boolean(); break;
                case 2:
                    var message = new ProtobufReader(reader.Message());
                    props = JSONSchemaProps.ReadProtobuf(ref message);
                    break;
                default: reader.Skip(); break;
            }
        }

        return new() { Allows = allows, Props = props };
    }

    public void WriteJson(Utf8JsonWriter writer)
    {
        if (Props is not null) Props.WriteJson(writer);
        else writer.WriteBooleanValue(Allows);
    }

    public bool IsCanonical() => Props?.IsCanonical() != false;

    public void WriteProtobuf(ref ProtobufWriter writer)
    {
        if (Props is not null)
        {
            var mark = writer.Written;
            Props.WriteProtobuf(ref writer);
            writer.EndMessage(2, mark);
        }

        writer.Bool(1, Allows);
    }
}
