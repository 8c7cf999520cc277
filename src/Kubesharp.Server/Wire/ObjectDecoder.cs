using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;

namespace Kubesharp.Server.Wire;

/// <summary>Turns a request body into JSON or protobuf of the expected kind, whatever it was sent as.</summary>
internal static class ObjectDecoder
{
    private const string Json = "application/json";
    private const string Yaml = "application/yaml";
    private const string Protobuf = "application/vnd.kubernetes.protobuf";

    /// <summary>How the body of a create or update is encoded; a StatusException (415) for others.</summary>
    public static MediaKind MediaOf(string? contentType)
    {
        var media = MediaType(contentType);
        return media switch
        {
            "" or Json => MediaKind.Json,
            Yaml => MediaKind.Yaml,
            Protobuf => MediaKind.Protobuf,
            _ => throw StatusErrors.UnsupportedMediaType(Json, Yaml, Protobuf),
        };
    }

    /// <summary>The media type without its parameters, in lower case.</summary>
    public static string MediaType(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType) || contentType == Json) return contentType ?? "";
        var semicolon = contentType.IndexOf(';');
        return (semicolon < 0 ? contentType : contentType[..semicolon]).Trim().ToLowerInvariant();
    }

    /// <summary>Reads an object that must be of the given kind; kind and version may be left out in JSON and YAML.</summary>
    /// <param name="body">The request body.</param>
    /// <param name="media">How it is encoded.</param>
    /// <param name="expected">Kind of the resource.</param>
    /// <param name="fromJson">Reads the kind's JSON.</param>
    /// <param name="fromProtobuf">Reads the kind's protobuf message.</param>
    /// <param name="problems">Collects unknown and repeated fields when given.</param>
    public static IKind Decode(
        ReadOnlyMemory<byte> body, MediaKind media, GroupVersionKind expected, JsonReaderOf fromJson, ProtobufReaderOf fromProtobuf, DecodeProblems? problems)
    {
        GroupVersionKind? found = null;
        try
        {
            if (media == MediaKind.Protobuf)
            {
                var (apiVersion, kind) = ApiProtobuf.Open(body.Span, out var message);
                found = Check(apiVersion, kind, expected);
                return fromProtobuf(message);
            }

            if (media == MediaKind.Yaml) body = YamlText.ToJson(body);
            var json = WithoutMark(body.Span);
            var type = PeekType(json);
            found = Check(type.ApiVersion, type.Kind, expected);
            return fromJson(json, problems);
        }
        catch (JsonException e)
        {
            throw Unrecognized(expected, $"couldn't get version/kind; json parse error: {GoJsonErrors.Describe(e, body.Span)}", body.Span);
        }
        catch (DecodeException e) when (found is null)
        {
            throw Unrecognized(expected, e.Message, body.Span);
        }
        catch (DecodeException e)
        {
            throw CannotBeHandled(found!, expected, e.Message);
        }
    }

    /// <summary>400 for a body that is JSON but not the kind.</summary>
    public static StatusException CannotBeHandled(GroupVersionKind found, GroupVersionKind expected, string message) =>
        StatusErrors.BadRequest($"{found.Kind} in version {GoText.Quote(found.Version)} cannot be handled as a {expected.Kind}: {message}");

    /// <summary>Version and kind that the top level of a JSON object carries; empty where it carries none.</summary>
    public static (string ApiVersion, string Kind) PeekType(ReadOnlySpan<byte> json)
    {
        string apiVersion = "", kind = "";
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512 });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            var found = reader.TokenType == JsonTokenType.StartArray ? "array" : reader.TokenType == JsonTokenType.String ? "string" : "number";
            if (reader.TokenType == JsonTokenType.Null) return ("", "");
            throw new DecodeException(
                $"couldn't get version/kind; json parse error: json: cannot unmarshal {found} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKind = reader.ValueTextEquals("kind"u8);
            var isVersion = !isKind && reader.ValueTextEquals("apiVersion"u8);
            reader.Read();
            if ((isKind || isVersion) && reader.TokenType == JsonTokenType.String)
            {
                var text = System.Text.Encoding.UTF8.GetString(reader.ValueIsEscaped ? JsonText.UnescapeLeniently(reader.ValueSpan) : reader.ValueSpan);
                if (isKind) kind = text;
                else apiVersion = text;
                if (kind.Length > 0 && apiVersion.Length > 0) break;
            }
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
            }
        }

        return (apiVersion, kind);
    }

    /// <summary>The kind that an object says it is; a StatusException (400) when it is not the expected one.</summary>
    public static GroupVersionKind Check(string apiVersion, string kind, GroupVersionKind expected)
    {
        if (kind.Length == 0 && apiVersion.Length == 0) return expected;
        if (kind == expected.Kind && (apiVersion == expected.ApiVersion || apiVersion.Length == 0)) return expected;
        if (kind.Length == 0) kind = expected.Kind;
        var slash = apiVersion.IndexOf('/');
        var found = apiVersion.Length == 0
            ? expected with { Kind = kind }
            : new GroupVersionKind(slash < 0 ? "" : apiVersion[..slash], apiVersion[(slash + 1)..], kind);
        if (found.ApiVersion != expected.ApiVersion)
        {
            throw StatusErrors.BadRequest(
                $"the API version in the data ({found.ApiVersion}) does not match the expected API version ({expected.ApiVersion})");
        }

        var internalName = expected.Group.Length == 0 ? "core" : expected.Group.Split('.')[0];
        throw CannotBeHandled(found, expected, $"converting ({internalName}.{found.Kind}) to ({internalName}.{expected.Kind}): unknown conversion");
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> json) => json.StartsWith("\uFEFF"u8) ? json[3..] : json;

    private static StatusException Unrecognized(GroupVersionKind expected, string message, ReadOnlySpan<byte> body)
    {
        var shown = Convert.ToHexStringLower(body[..Math.Min(body.Length, 1024)]);
        if (body.Length > 1024) shown += "...";
        return StatusErrors.BadRequest($"the object provided is unrecognized (must be of type {expected.Kind}): {message} ({shown})");
    }
}

/// <summary>Reads JSON of one kind.</summary>
internal delegate IKind JsonReaderOf(ReadOnlySpan<byte> json, DecodeProblems? problems);

/// <summary>Reads a protobuf message of one kind.</summary>
internal delegate IKind ProtobufReaderOf(ReadOnlySpan<byte> message);
