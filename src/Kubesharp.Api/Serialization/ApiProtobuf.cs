namespace Kubesharp.Api.Serialization;

/// <summary>Reads and writes whole objects as protobuf inside the envelope that names their kind: the bytes <c>k8s\0</c>, then a message with kind and content.</summary>
public static class ApiProtobuf
{
    private const int InitialCapacity = 4096;

    /// <summary>First bytes of every enveloped object.</summary>
    public static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    public static byte[] Encode<T>(T value)
        where T : class, IKind<T>
    {
        var writer = new ProtobufWriter(InitialCapacity);
        try
        {
            writer.String(4, "");
            writer.String(3, "");
            var content = writer.Written;
            value.WriteProtobuf(ref writer);
            writer.EndMessage(2, content);
            var type = writer.Written;
            writer.String(2, T.Gvk.Kind);
            writer.String(1, T.Gvk.ApiVersion);
            writer.EndMessage(1, type);
            writer.Raw(Magic);
            return writer.Result.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Opens an envelope.</summary>
    /// <exception cref="DecodeException">The bytes are not an envelope.</exception>
    public static (string ApiVersion, string Kind) Open(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> message)
    {
        if (!data.StartsWith(Magic)) throw new DecodeException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        string apiVersion = "", kind = "";
        message = default;
        var reader = new ProtobufReader(data[Magic.Length..]);
        while (reader.NextField(out var field))
        {
            switch (field)
            {
                case 1:
                    var type = new ProtobufReader(reader.Message());
                    while (type.NextField(out var part))
                    {
                        if (part == 1) apiVersion = type.String();
                        else if (part == 2) kind = type.String();
                        else type.Skip();
                    }

                    break;
                case 2: message = reader.Message(); break;
                default: reader.Skip(); break;
            }
        }

        return (apiVersion, kind);
    }

    public static T Decode<T>(ReadOnlySpan<byte> data)
        where T : class, IKind<T>
    {
        Open(data, out var message);
        var reader = new ProtobufReader(message);
        return T.ReadProtobuf(ref reader);
    }
}
