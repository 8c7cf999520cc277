using System.Buffers;
using System.Numerics;
using System.Text;

namespace Kubesharp.Api.Serialization;

/// <summary>
/// Writes protobuf from the end of a buffer towards its start. A message's length is known once its content stands,
/// so no sizes are computed beforehand. Fields are therefore written in descending order, and each value before its tag.
/// </summary>
public ref struct ProtobufWriter
{
    private byte[] _buffer;
    private int _start;

    public ProtobufWriter(int capacity)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(capacity);
        _start = _buffer.Length;
    }

    /// <summary>Bytes written so far; a message remembers it before its content to know the content's length after.</summary>
    public readonly int Written => _buffer.Length - _start;

    public readonly ReadOnlySpan<byte> Result => _buffer.AsSpan(_start);

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = 0;
    }

    public void Bytes(int field, scoped ReadOnlySpan<byte> value)
    {
        Raw(value);
        Length(field, value.Length);
    }

    public void String(int field, string value)
    {
        var length = value.Length;
        Reserve(length);
        if (Ascii.FromUtf16(value, _buffer.AsSpan(_start - length, length), out _) != OperationStatus.Done)
        {
            length = Encoding.UTF8.GetByteCount(value);
            Reserve(length);
            Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_start - length));
        }

        _start -= length;
        Length(field, length);
    }

    public void Int(int field, long value)
    {
        Varint((ulong)value);
        Varint((ulong)field << 3);
    }

    public void Bool(int field, bool value) => Int(field, value ? 1 : 0);

    public void Double(int field, double value)
    {
        Reserve(8);
        _start -= 8;
        BitConverter.TryWriteBytes(_buffer.AsSpan(_start), value);
        Varint(((ulong)field << 3) | 1);
    }

    /// <summary>Ends a message whose content was begun at <paramref name="mark"/>: puts length and tag in front of it.</summary>
    public void EndMessage(int field, int mark) => Length(field, Written - mark);

    /// <summary>A time with whole seconds; empty message for the zero time.</summary>
    public void Time(int field, DateTimeOffset time) => Timestamp(field, time, withFraction: false);

    /// <summary>A time with microseconds; empty message for the zero time.</summary>
    public void MicroTime(int field, DateTimeOffset time) => Timestamp(field, time, withFraction: true);

    public void Quantity(int field, Quantity quantity)
    {
        var mark = Written;
        String(1, quantity.ToString());
        EndMessage(field, mark);
    }

    public void IntOrString(int field, IntOrString value)
    {
        var mark = Written;
        String(3, value.Text);
        Int(2, value.Number);
        Int(1, value.IsString ? 1 : 0);
        EndMessage(field, mark);
    }

    public void RawJson(int field, RawJson value)
    {
        var mark = Written;
        if (!value.IsNull) Bytes(1, value.Span);
        EndMessage(field, mark);
    }

    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        _start -= bytes.Length;
        bytes.CopyTo(_buffer.AsSpan(_start));
    }

    private void Timestamp(int field, DateTimeOffset time, bool withFraction)
    {
        var mark = Written;
        if (time != default)
        {
            var ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
            var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
            if (rest < 0)
            {
                seconds--;
                rest += TimeSpan.TicksPerSecond;
            }

            Int(2, withFraction ? rest / 10 * 1000 : 0);
            Int(1, seconds);
        }

        EndMessage(field, mark);
    }

    private void Length(int field, int length)
    {
        Varint((ulong)length);
        Varint(((ulong)field << 3) | 2);
    }

    private void Varint(ulong value)
    {
        if (value < 0x80)
        {
            Reserve(1);
            _buffer[--_start] = (byte)value;
            return;
        }

        var length = (BitOperations.Log2(value) / 7) + 1;
        Reserve(length);
        _start -= length;
        var target = _buffer.AsSpan(_start, length);
        for (var i = 0; i < length - 1; i++, value >>= 7) target[i] = (byte)(value | 0x80);
        target[^1] = (byte)value;
    }

    private void Reserve(int count)
    {
        if (_start >= count) return;
        var written = Written;
        var bigger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, written + count));
        _buffer.AsSpan(_start).CopyTo(bigger.AsSpan(bigger.Length - written));
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = bigger;
        _start = bigger.Length - written;
    }
}
