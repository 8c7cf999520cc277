using Kubesharp.Api.Schema;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Api;

/// <summary>Reads and writes one kind without knowing its C# type.</summary>
public abstract class KindCodec
{
    public abstract GroupVersionKind Gvk { get; }

    public abstract TypeSchema Schema { get; }

    /// <summary>Reads JSON into the kind's record.</summary>
    /// <exception cref="DecodeException">The text does not fit the kind.</exception>
    public abstract IKind FromJson(ReadOnlySpan<byte> json, DecodeProblems? problems = null);

    /// <summary>Reads a protobuf message (without the envelope) into the kind's record.</summary>
    /// <exception cref="DecodeException">The bytes do not fit the kind.</exception>
    public abstract IKind FromProtobuf(ReadOnlySpan<byte> message);

    /// <summary>Writes the object as canonical JSON with its kind and version.</summary>
    public abstract byte[] ToJson(IKind value);

    /// <summary>Writes the object as protobuf with the envelope that names its kind and version.</summary>
    public abstract byte[] ToProtobuf(IKind value);
}

internal sealed class KindCodec<T> : KindCodec
    where T : class, IKind<T>
{
    public override GroupVersionKind Gvk => T.Gvk;

    public override TypeSchema Schema => T.Schema;

    public override IKind FromJson(ReadOnlySpan<byte> json, DecodeProblems? problems = null) => ApiJson.Decode<T>(json, problems);

    public override IKind FromProtobuf(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        return T.ReadProtobuf(ref reader);
    }

    public override byte[] ToJson(IKind value) => ApiJson.Encode((T)value);

    public override byte[] ToProtobuf(IKind value) => ApiProtobuf.Encode((T)value);
}
