using System.Buffers;
using System.IO.Pipelines;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client;

/// <summary>Decodes a list of protobuf while it arrives, item by item, and gives the bytes of an item back to the pipe as soon as it is done.</summary>
internal sealed class ProtobufListReader<T>
    where T : class, IKubernetesObject<T>
{
    private const int ContentField = 2;
    private const int MetadataField = 1;
    private const int ItemsField = 2;

    private readonly List<T> _items = [];
    private ListMeta _metadata = ListMeta.Empty;
    private bool _isOpen;
    private bool _hasContent;
    private long _contentLeft;

    /// <exception cref="DecodeException">The bytes are not a list of the kind.</exception>
    /// <exception cref="IOException">The bytes end too early.</exception>
    public static async ValueTask<ObjectList<T>> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        var list = new ProtobufListReader<T>();
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (result.IsCanceled) throw new OperationCanceledException();
            var rest = result.Buffer;
            while (list.Step(ref rest))
            {
            }

            var isWhole = rest.IsEmpty && list is { _hasContent: true, _contentLeft: 0 };
            reader.AdvanceTo(rest.Start, rest.End);
            if (!result.IsCompleted) continue;
            if (!isWhole) throw new IOException("the list ended too early");
            return new ObjectList<T>(list._items, list._metadata.ResourceVersion, list._metadata.Continue, list._metadata.RemainingItemCount);
        }
    }

    /// <summary>Takes the next piece off the front; false when it has not arrived altogether.</summary>
    private bool Step(ref ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!_isOpen)
        {
            if (buffer.Length < ApiProtobuf.Magic.Length) return false;
            if (!reader.IsNext(ApiProtobuf.Magic, advancePast: true)) throw new DecodeException("the list does not begin as protobuf of the API does");
            _isOpen = true;
        }
        else if (!TryReadHead(ref reader, out var field, out var length))
        {
            return false;
        }
        else if (_contentLeft == 0 && field == ContentField)
        {
            _contentLeft = length;
            _hasContent = true;
        }
        else
        {
            var lengthWithHead = reader.Consumed + length;
            if (_contentLeft > 0 && lengthWithHead > _contentLeft) throw Malformed();
            if (reader.Remaining < length) return false;
            if (_contentLeft > 0)
            {
                _contentLeft -= lengthWithHead;
                Take(field, reader.UnreadSequence.Slice(0, length));
            }

            reader.Advance(length);
        }

        buffer = buffer.Slice(reader.Position);
        return true;
    }

    private void Take(int field, ReadOnlySequence<byte> content)
    {
        if (field == MetadataField) _metadata = ResponseBody.Decode(content, static bytes => Read<ListMeta>(bytes));
        else if (field == ItemsField) _items.Add(ResponseBody.Decode(content, static bytes => Read<T>(bytes)));
    }

    private static TValue Read<TValue>(ReadOnlySpan<byte> message)
        where TValue : class, IApiType<TValue>
    {
        var reader = new ProtobufReader(message);
        return TValue.ReadProtobuf(ref reader);
    }

    /// <summary>Number and length of the next field. A list and its envelope have only fields with a length.</summary>
    private static bool TryReadHead(ref SequenceReader<byte> reader, out int field, out int length)
    {
        length = 0;
        if (!TryReadVarint(ref reader, out field)) return false;
        if ((field & 7) != 2) throw Malformed();
        field >>= 3;
        return TryReadVarint(ref reader, out length);
    }

    private static bool TryReadVarint(ref SequenceReader<byte> reader, out int value)
    {
        value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (!reader.TryRead(out var part)) return false;
            value |= (part & 0x7F) << shift;
            if (part < 0x80) return value >= 0 ? true : throw Malformed();
        }

        throw Malformed();
    }

    private static DecodeException Malformed() => new("malformed protobuf list");
}
