using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Server.Storage;
using Kubesharp.Server.Wire;
using Kubesharp.Store;

namespace Kubesharp.Server.Rest;

/// <summary>Writes the events of one watch as bytes of the response.</summary>
internal sealed class WatchFrames(PipeWriter output, RestTarget target, ResponseFormat format, TimeProvider time, string includeObject) : WatchOutput
{
    private const int FlushBytes = 16 * 1024;

    private bool _columnsSent;

    public override bool IsEmpty => output.UnflushedBytes == 0;

    public override bool IsFull => output.UnflushedBytes >= FlushBytes;

    public override async ValueTask<bool> FlushAsync(CancellationToken cancellationToken) =>
        !(await output.FlushAsync(cancellationToken).ConfigureAwait(false)).IsCompleted;

    public override void Write(ChangeType type, StoredObject value)
    {
        var name = type switch
        {
            ChangeType.Added => "ADDED"u8,
            ChangeType.Modified => "MODIFIED"u8,
            _ => "DELETED"u8,
        };
        if (format is { Media: MediaKind.Json, Projection: Projection.None } && target.Converter is null)
        {
            output.Write(type switch
            {
                ChangeType.Added => "{\"type\":\"ADDED\",\"object\":"u8,
                ChangeType.Modified => "{\"type\":\"MODIFIED\",\"object\":"u8,
                _ => "{\"type\":\"DELETED\",\"object\":"u8,
            });
            value.WriteTo(output);
            output.Write("}\n"u8);
            return;
        }

        switch (format)
        {
            case { Projection: Projection.Table }:
                WriteJson(name, TableWriter.EncodeOne(target, format, value, time.GetUtcNow(), includeObject, !_columnsSent).Span);
                _columnsSent = true;
                break;
            case { Projection: Projection.PartialMetadata or Projection.PartialMetadataList }:
                var partial = new PartialObjectMetadata { Metadata = target.ServedOf(value).Metadata };
                if (format.Media == MediaKind.Protobuf) WriteProtobuf(name, PartialMetadata.Encode(format, partial).Span);
                else WriteJson(name, PartialMetadata.Encode(format, partial).Span);
                break;
            case { Media: MediaKind.Protobuf } when !target.Resource.IsCustom:
                WriteProtobuf(name, target.Converter is null ? value.ToProtobuf() : target.Served.ToProtobuf(target.ServedOf(value)));
                break;
            default:
                WriteJson(name, target.JsonOf(value));
                break;
        }
    }

    public override void WriteBookmark(long revision, string? annotation)
    {
        var metadata = BookmarkMetadata(revision, annotation);
        if (format.Media == MediaKind.Protobuf && !target.Resource.IsCustom)
        {
            var content = new ProtobufWriter(128);
            try
            {
                metadata.WriteProtobuf(ref content);
                var message = new ArrayBufferWriter<byte>(128);
                ProtobufLists.WriteField(message, 1, content.Result);
                var (apiVersion, kind) = format.Projection == Projection.None ? (target.Gvk.ApiVersion, target.Gvk.Kind) : (format.MetaVersion, PartialObjectMetadata.Gvk.Kind);
                WriteProtobuf("BOOKMARK"u8, ProtobufLists.Envelope(apiVersion, kind, message.WrittenSpan).Span);
            }
            finally
            {
                content.Dispose();
            }

            return;
        }

        if (format.Projection == Projection.Table)
        {
            // The revision stands where clients of tables look for it: in the list metadata and in the object of the only row.
            var list = Encoding.UTF8.GetString(ApiJson.EncodeValue(metadata));
            WriteJson("BOOKMARK"u8, Encoding.UTF8.GetBytes(
                $"{{\"kind\":\"Table\",\"apiVersion\":\"{format.MetaVersion}\",\"metadata\":{{\"resourceVersion\":\"{revision}\"}},\"columnDefinitions\":null,\"rows\":[{{\"cells\":[],\"object\":{{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"{format.MetaVersion}\",\"metadata\":{list}}}}}]}}"));
            return;
        }

        var json = Encoding.UTF8.GetString(ApiJson.EncodeValue(metadata));
        var (version, name) = format.Projection == Projection.None ? (target.Gvk.ApiVersion, target.Gvk.Kind) : (format.MetaVersion, PartialObjectMetadata.Gvk.Kind);
        WriteJson("BOOKMARK"u8, Encoding.UTF8.GetBytes($"{{\"kind\":\"{name}\",\"apiVersion\":\"{version}\",\"metadata\":{json}}}"));
    }

    public override void WriteError(Status status)
    {
        if (format.Media == MediaKind.Protobuf) WriteProtobuf("ERROR"u8, ApiProtobuf.Encode(status));
        else WriteJson("ERROR"u8, ApiJson.Encode(status));
    }

    private void WriteJson(ReadOnlySpan<byte> type, ReadOnlySpan<byte> json)
    {
        output.Write("{\"type\":\""u8);
        output.Write(type);
        output.Write("\",\"object\":"u8);
        output.Write(json);
        output.Write("}\n"u8);
    }

    /// <summary>
    /// A frame: four bytes of length, then a WatchEvent, which has no envelope of its own because the stream says what it is. The object in
    /// it has one.
    /// </summary>
    private void WriteProtobuf(ReadOnlySpan<byte> type, ReadOnlySpan<byte> enveloped)
    {
        var raw = ProtobufLists.FieldLength(enveloped.Length);
        var head = output.GetSpan(4);
        BinaryPrimitives.WriteInt32BigEndian(head, ProtobufLists.FieldLength(type.Length) + ProtobufLists.FieldLength(raw));
        output.Advance(4);
        ProtobufLists.WriteField(output, 1, type);
        ProtobufLists.WriteHead(output, 2, raw);
        ProtobufLists.WriteField(output, 1, enveloped);
    }
}
