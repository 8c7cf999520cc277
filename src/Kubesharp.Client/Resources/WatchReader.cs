using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client;

/// <summary>Decodes a watch stream: one JSON event per line, read straight from the transport's buffers.</summary>
internal static class WatchReader<T>
    where T : class, IKubernetesObject<T>
{
    public static async IAsyncEnumerable<WatchEvent<T>> ReadAsync(PipeReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (result.IsCanceled) yield break;
            var buffer = result.Buffer;
            while (TryReadLine(ref buffer, out var line))
            {
                if (line.IsEmpty) continue;
                yield return ResponseBody.Decode(line, Decode);
            }

            if (result.IsCompleted)
            {
                // A last event without its line end is whole only when its text is; a cut one must not pass for the end of the stream.
                if (!buffer.IsEmpty) yield return DecodeTail(buffer);
                yield break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    public static WatchEvent<T> Decode(ReadOnlySpan<byte> line)
    {
        var type = default(WatchEventType?);
        var isError = false;
        var objectSeen = false;
        var decoder = new JsonDecoder(line);
        decoder.Read();
        T? value = null;
        if (decoder.BeginObject())
        {
            while (decoder.NextField(out var name))
            {
                if (name.SequenceEqual("type"u8))
                {
                    (type, isError) = ParseType(decoder.ReadString());
                }
                else if (!name.SequenceEqual("object"u8))
                {
                    decoder.Skip();
                }
                else if (isError)
                {
                    throw new StatusException(Status.ReadJson(ref decoder));
                }
                else if (type is not null)
                {
                    value = ReadObject(line, ref decoder);
                }
                else
                {
                    objectSeen = true;
                    decoder.Skip();
                }
            }
        }

        if (objectSeen && (isError || type is not null)) return DecodeObjectFirst(line, type, isError);
        if (type is not { } known || value is null) throw new DecodeException("a watch event must have a type and an object");
        return new WatchEvent<T>(known, value);
    }

    private static T ReadObject(ReadOnlySpan<byte> line, ref JsonDecoder decoder)
    {
        var start = (int)decoder.Offset;
        try
        {
            return T.ReadJson(ref decoder);
        }
        catch (DecodeException)
        {
            // Decoding the object alone once more gives a message that names the field.
            var again = new JsonDecoder(line[start..]);
            again.Read();
            again.Skip();
            ApiJson.Decode<T>(line.Slice(start, (int)again.Offset + 1));
            throw;
        }
    }

    /// <summary>For servers that write the object before the type.</summary>
    private static WatchEvent<T> DecodeObjectFirst(ReadOnlySpan<byte> line, WatchEventType? type, bool isError)
    {
        var decoder = new JsonDecoder(line);
        decoder.Read();
        decoder.BeginObject();
        while (decoder.NextField(out var name))
        {
            if (!name.SequenceEqual("object"u8)) decoder.Skip();
            else if (isError) throw new StatusException(Status.ReadJson(ref decoder));
            else return new WatchEvent<T>(type!.Value, ReadObject(line, ref decoder));
        }

        throw new DecodeException("a watch event must have a type and an object");
    }

    private static (WatchEventType? Type, bool IsError) ParseType(string text) => text switch
    {
        "ADDED" => (WatchEventType.Added, false),
        "MODIFIED" => (WatchEventType.Modified, false),
        "DELETED" => (WatchEventType.Deleted, false),
        "BOOKMARK" => (WatchEventType.Bookmark, false),
        "ERROR" => (null, true),
        _ => throw new DecodeException($"unexpected watch event type \"{text}\""),
    };

    private static WatchEvent<T> DecodeTail(in ReadOnlySequence<byte> buffer)
    {
        try
        {
            return ResponseBody.Decode(buffer, Decode);
        }
        catch (JsonException e)
        {
            throw new IOException("the watch stream ended inside an event", e);
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            line = default;
            return false;
        }

        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }
}
