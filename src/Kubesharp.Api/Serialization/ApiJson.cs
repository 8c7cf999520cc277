using System.Buffers;
using System.Text.Json;
using Kubesharp.Api.Schema;

namespace Kubesharp.Api.Serialization;

/// <summary>Reads and writes whole objects as canonical JSON: the member order and escapes that upstream's server writes, without white space.</summary>
public static class ApiJson
{
    private static readonly JsonEncodedText KindName = JsonEncodedText.Encode("kind"u8);
    private static readonly JsonEncodedText ApiVersionName = JsonEncodedText.Encode("apiVersion"u8);

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? t_scratch;

    /// <summary>How every writer of API JSON is set up.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = GoJsonEncoder.Instance, SkipValidation = true, MaxDepth = 1000 };

    /// <summary>Reads one object; kind and version in the text are not looked at.</summary>
    /// <exception cref="DecodeException">A value does not fit its field; the message has upstream's form.</exception>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> json, DecodeProblems? problems = null)
        where T : class, IApiType<T> =>
        Decode<T>(json, new JsonDecoder(json, problems));

    /// <summary>Reads one object of which another state is known: parts with the same text are shared with it instead of being made anew.</summary>
    /// <param name="json">The text.</param>
    /// <param name="problems">Collects unknown and repeated members when given.</param>
    /// <param name="known">The other state.</param>
    /// <param name="knownJson">Its text.</param>
    public static T Decode<T>(ReadOnlySpan<byte> json, DecodeProblems? problems, T known, ReadOnlySpan<byte> knownJson)
        where T : class, IKind<T> =>
        Decode<T>(json, new JsonDecoder(json, problems, known, knownJson));

    /// <summary>Writes an object with its kind and version.</summary>
    public static byte[] Encode<T>(T value)
        where T : class, IKind<T>
    {
        var (buffer, writer) = Scratch();
        Write(writer, value);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes an object with its kind and version.</summary>
    public static void Encode<T>(T value, IBufferWriter<byte> output)
        where T : class, IKind<T>
    {
        var writer = Scratch().Writer;
        writer.Reset(output);
        Write(writer, value);
        writer.Flush();
    }

    /// <summary>Writes a value that has no kind of its own.</summary>
    public static byte[] EncodeValue<T>(T value)
        where T : class, IApiType<T>
    {
        var (buffer, writer) = Scratch();
        value.WriteJson(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes an object with its kind and version to a writer made with <see cref="WriterOptions"/>.</summary>
    public static void Write<T>(Utf8JsonWriter writer, T value)
        where T : class, IKind<T>
    {
        writer.WriteStartObject();
        writer.WriteString(KindName, T.Gvk.Kind);
        writer.WriteString(ApiVersionName, T.Gvk.ApiVersion);
        value.WriteJsonFields(writer);
        writer.WriteEndObject();
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) Scratch()
    {
        if (t_scratch is not { } scratch)
        {
            var buffer = new ArrayBufferWriter<byte>(8192);
            scratch = (buffer, new Utf8JsonWriter(buffer, WriterOptions));
            t_scratch = scratch;
        }

        scratch.Buffer.ResetWrittenCount();
        scratch.Writer.Reset(scratch.Buffer);
        return scratch;
    }

    private static T Decode<T>(ReadOnlySpan<byte> json, JsonDecoder decoder)
        where T : class, IApiType<T>
    {
        try
        {
            decoder.Read();
            var value = T.ReadJson(ref decoder);
            if (decoder.Read()) throw new JsonException("unexpected data after the value");
            return value;
        }
        catch (JsonMismatchException e)
        {
            throw Explain(json, e, T.Schema);
        }
    }

    private static DecodeMismatchException Explain(ReadOnlySpan<byte> json, JsonMismatchException mismatch, TypeSchema schema)
    {
        var path = JsonText.PathAt(json, mismatch.Offset, withIndexes: false);
        if (path.Length == 0)
        {
            var root = GoTypes.NameOf(schema);
            return new($"json: cannot unmarshal {mismatch.Found} into Go value of type {root}", mismatch.Found, root);
        }

        var (owner, fields, value) = GoTypes.Resolve(schema, path);
        var isElement = JsonText.PathAt(json, mismatch.Offset, withIndexes: true).EndsWith(']');
        var type = GoTypes.NameOf(isElement ? value?.Element ?? value : value, mismatch.Expected);
        var message = $"json: cannot unmarshal {mismatch.Found} into Go struct field {GoTypes.ShortNameOf(owner)}.{fields} of type {type}";
        return new(message, mismatch.Found, type);
    }
}
