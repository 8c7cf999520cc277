using System.Text;

namespace Kubesharp.Api.Serialization;

/// <summary>Reads protobuf; malformed input gives a <see cref="DecodeException"/>.</summary>
public ref struct ProtobufReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;
    private int _wireType;

    /// <summary>Moves to the next field and gives its number; false at the end.</summary>
    public bool NextField(out int field)
    {
        if (_position == _data.Length)
        {
            field = 0;
            return false;
        }

        var tag = Varint();
        _wireType = (int)(tag & 7);
        field = (int)(tag >> 3);
        if (field <= 0) throw Malformed();
        return true;
    }

    public void Skip()
    {
        switch (_wireType)
        {
            case 0: Varint(); break;
            case 1: Take(8); break;
            case 2: Message(); break;
            case 5: Take(4); break;
            default: throw Malformed();
        }
    }

    /// <summary>Bytes of a nested message or of a text.</summary>
    public ReadOnlySpan<byte> Message()
    {
        if (_wireType != 2) throw Malformed();
        var length = Varint();
        if (length > (ulong)(_data.Length - _position)) throw Malformed();
        return Take((int)length);
    }

    public string String() => Utf8StringPool.Get(Message());

    public ByteString Bytes() => new(Message().ToArray());

    public long Int64() => _wireType == 0 ? (long)Varint() : throw Malformed();

    public int Int32() => (int)Int64();

    public bool Boolean() => Int64() != 0;

    public double Double() => _wireType == 1 ? BitConverter.ToDouble(Take(8)) : throw Malformed();

    public DateTimeOffset Time()
    {
        var reader = new ProtobufReader(Message());
        long seconds = 0, nanos = 0;
        var present = false;
        while (reader.NextField(out var field))
        {
            present = true;
            switch (field)
            {
                case 1: seconds = reader.Int64(); break;
                case 2: nanos = reader.Int64(); break;
                default: reader.Skip(); break;
            }
        }

        if (!present) return default;
        if (seconds is < -62135596800 or > 253402300799) throw new DecodeException("time out of range");
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100);
    }

    public Quantity Quantity()
    {
        var reader = new ProtobufReader(Message());
        var quantity = default(Quantity);
        while (reader.NextField(out var field))
        {
            if (field != 1) reader.Skip();
            else if (!Api.Quantity.TryParse(reader.String(), out quantity)) throw new DecodeException("malformed quantity");
        }

        return quantity;
    }

    public IntOrString IntOrString()
    {
        var reader = new ProtobufReader(Message());
        long type = 0;
        var number = 0;
        var text = "";
        while (reader.NextField(out var field))
        {
            switch (field)
            {
                case 1: type = reader.Int64(); break;
                case 2: number = reader.Int32(); break;
                case 3: text = reader.String(); break;
                default: reader.Skip(); break;
            }
        }

        return type == 1 ? new IntOrString(text) : new IntOrString(number);
    }

    public RawJson RawJson()
    {
        var reader = new ProtobufReader(Message());
        var raw = default(RawJson);
        while (reader.NextField(out var field))
        {
            if (field == 1) raw = new RawJson(JsonText.Compact(reader.Message()));
            else reader.Skip();
        }

        return raw;
    }

    /// <summary>Whether a repeated number field is packed into one length-delimited run, which readers must accept.</summary>
    public readonly bool IsPacked => _wireType == 2;

    /// <summary>Reads the next number of a packed run.</summary>
    public bool NextPacked(out long value)
    {
        if (_position == _data.Length)
        {
            value = 0;
            return false;
        }

        value = (long)Varint();
        return true;
    }

    private static DecodeException Malformed() => new("malformed protobuf message");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _data.Length - _position) throw Malformed();
        var bytes = _data.Slice(_position, count);
        _position += count;
        return bytes;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_position == _data.Length) throw Malformed();
            var b = _data[_position++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }

        throw Malformed();
    }
}
