using System.Buffers;

namespace Kubesharp.Server.Patch;

/// <summary>Bytes that are written one after another into pooled memory.</summary>
internal sealed class ByteBuffer(int capacity = 4096) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _count;

    public int Count => _count;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    /// <summary>What was written; valid until more is written or the buffer is disposed.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _count);

    public void Write(byte value)
    {
        if (_count == _bytes.Length) Grow(1);
        _bytes[_count++] = value;
    }

    public void Write(ReadOnlySpan<byte> value)
    {
        if (_bytes.Length - _count < value.Length) Grow(value.Length);
        value.CopyTo(_bytes.AsSpan(_count));
        _count += value.Length;
    }

    public void Advance(int count) => _count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_bytes.Length - _count < Math.Max(sizeHint, 1)) Grow(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public byte[] ToArray() => Written.ToArray();

    /// <summary>Forgets what was written and keeps the memory.</summary>
    public void Clear() => _count = 0;

    public void Dispose()
    {
        if (_bytes.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _count = 0;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _count + needed));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
