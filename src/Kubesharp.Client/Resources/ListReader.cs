using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client;

/// <summary>
/// Decodes a list while it arrives, item by item, so that the text of a long list is never in memory as a whole. An item is found by skipping over it
/// and then decoded from its own bytes; bytes are given back to the pipe as soon as an item is done.
/// </summary>
internal sealed class ListReader<T>
    where T : class, IKubernetesObject<T>
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    private readonly List<T> _items = [];
    private JsonReaderState _state = new(Options);
    private Place _place = Place.Start;
    private ListMeta _metadata = ListMeta.Empty;

    private enum Place
    {
        Start,
        Members,
        Items,
        End,
    }

    /// <exception cref="JsonException">The text is not JSON, or ends too early.</exception>
    /// <exception cref="DecodeException">An item does not fit the kind.</exception>
    public static async ValueTask<ObjectList<T>> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        var list = new ListReader<T>();
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (result.IsCanceled) throw new OperationCanceledException();
            var consumed = list.Consume(result.Buffer, result.IsCompleted);
            reader.AdvanceTo(consumed, result.Buffer.End);
            if (!result.IsCompleted) continue;
            if (list._place != Place.End) throw new JsonException("the list ended too early");
            return new ObjectList<T>(list._items, list._metadata.ResourceVersion, list._metadata.Continue, list._metadata.RemainingItemCount);
        }
    }

    /// <summary>Takes whole members and items off the front; what is left is looked at again together with what comes next.</summary>
    private SequencePosition Consume(ReadOnlySequence<byte> buffer, bool isFinal)
    {
        while (_place != Place.End && !buffer.IsEmpty)
        {
            var reader = new Utf8JsonReader(buffer, isFinal, _state);
            if (!Step(buffer, ref reader)) break;
            _state = reader.CurrentState;
            buffer = buffer.Slice(reader.Position);
        }

        return _place == Place.End ? buffer.End : buffer.Start;
    }

    private bool Step(in ReadOnlySequence<byte> buffer, ref Utf8JsonReader reader)
    {
        if (!reader.Read()) return false;
        switch (_place)
        {
            case Place.Start:
                if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("a list must be an object");
                _place = Place.Members;
                return true;
            case Place.Members:
                return StepMember(buffer, ref reader);
            default:
                return StepItem(buffer, ref reader);
        }
    }

    private bool StepMember(in ReadOnlySequence<byte> buffer, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            _place = Place.End;
            return true;
        }

        var isItems = reader.ValueTextEquals("items"u8);
        var isMetadata = reader.ValueTextEquals("metadata"u8);
        if (!reader.Read()) return false;
        if (isItems && reader.TokenType == JsonTokenType.StartArray)
        {
            _place = Place.Items;
            return true;
        }

        var start = reader.TokenStartIndex;
        if (!reader.TrySkip()) return false;
        if (isMetadata) _metadata = ResponseBody.Decode(buffer.Slice(start, reader.BytesConsumed - start), static json => ApiJson.Decode<ListMeta>(json));
        return true;
    }

    private bool StepItem(in ReadOnlySequence<byte> buffer, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _place = Place.Members;
            return true;
        }

        var start = reader.TokenStartIndex;
        if (!reader.TrySkip()) return false;
        _items.Add(ResponseBody.Decode(buffer.Slice(start, reader.BytesConsumed - start), static json => ApiJson.Decode<T>(json)));
        return true;
    }
}
