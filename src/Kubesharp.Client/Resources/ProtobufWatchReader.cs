using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client;

/// <summary>Decodes a watch stream of protobuf: each event is a frame of four bytes of length and a WatchEvent without envelope.</summary>
internal static class ProtobufWatchReader<T>
    where T : class, IKubernetesObject<T>
{
    private const int HeadLength = 4;

    public static async IAsyncEnumerable<WatchEvent<T>> ReadAsync(PipeReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (result.IsCanceled) yield break;
            var buffer = result.Buffer;
            while (TryReadFrame(ref buffer, out var frame)) yield return ResponseBody.Decode(frame, Decode);
            if (result.IsCompleted)
            {
                if (!buffer.IsEmpty) throw new IOException("the watch stream ended inside an event");
                yield break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    public static WatchEvent<T> Decode(ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> type = default, enveloped = default;
        var reader = new ProtobufReader(frame);
        while (reader.NextField(out var field))
        {
            switch (field)
            {
                case 1: type = reader.Message(); break;
                case 2: enveloped = RawOf(reader.Message()); break;
                default: reader.Skip(); break;
            }
        }

        return type switch
        {
            _ when type.SequenceEqual("ADDED"u8) => new WatchEvent<T>(WatchEventType.Added, ApiProtobuf.Decode<T>(enveloped)),
            _ when type.SequenceEqual("MODIFIED"u8) => new WatchEvent<T>(WatchEventType.Modified, ApiProtobuf.Decode<T>(enveloped)),
            _ when type.SequenceEqual("DELETED"u8) => new WatchEvent<T>(WatchEventType.Deleted, ApiProtobuf.Decode<T>(enveloped)),
            _ when type.SequenceEqual("BOOKMARK"u8) => new WatchEvent<T>(WatchEventType.Bookmark, ApiProtobuf.Decode<T>(enveloped)),
            _ when type.SequenceEqual("ERROR"u8) => throw new StatusException(ApiProtobuf.Decode<Status>(enveloped)),
            _ => throw new DecodeException($"unexpected watch event type \"{System.Text.Encoding.UTF8.GetString(type)}\""),
        };
    }

    private static ReadOnlySpan<byte> RawOf(ReadOnlySpan<byte> extension)
    {
        ReadOnlySpan<byte> raw = default;
        var reader = new ProtobufReader(extension);
        while (reader.NextField(out var field))
        {
            if (field == 1) raw = reader.Message();
            else reader.Skip();
        }

        return raw;
    }

    private static bool TryReadFrame(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadBigEndian(out int length)) return false;
        if (length < 0) throw new DecodeException("a frame of the watch stream is too long");
        if (reader.Remaining < length) return false;
        frame = buffer.Slice(HeadLength, length);
        buffer = buffer.Slice(frame.End);
        return true;
    }
}
