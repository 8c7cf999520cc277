using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Kubesharp.Network.PodNetwork;

/// <summary>Cuts a network into equal ranges and gives them out, going round so that a range that came back rests as long as possible.</summary>
internal sealed class CidrAllocator
{
    /// <summary>More nodes than any cluster has; keeps the table small for the huge networks of IPv6.</summary>
    private const int MaxRanges = 1 << 16;
    private readonly IPNetwork _network;
    private readonly int _prefixLength;
    private readonly bool[] _taken;
    private int _next;

    /// <param name="network">The whole.</param>
    /// <param name="prefixLength">Prefix length of each range.</param>
    /// <exception cref="ArgumentException">The ranges would be larger than the whole.</exception>
    public CidrAllocator(IPNetwork network, int prefixLength)
    {
        var bits = prefixLength - network.PrefixLength;
        var width = network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (bits < 0 || prefixLength > width) throw new ArgumentException($"ranges of /{prefixLength} cannot be cut from {network}", nameof(prefixLength));
        _network = network;
        _prefixLength = prefixLength;
        _taken = new bool[bits >= 16 ? MaxRanges : 1 << bits];
    }

    /// <summary>Marks a range as given out; one that is not ours is ignored.</summary>
    public void Occupy(IPNetwork range)
    {
        if (IndexOf(range) is { } index) _taken[index] = true;
    }

    public void Release(IPNetwork range)
    {
        if (IndexOf(range) is { } index) _taken[index] = false;
    }

    /// <summary>The next free range; null when all are given out.</summary>
    public IPNetwork? Allocate()
    {
        for (var i = 0; i < _taken.Length; i++)
        {
            var index = (_next + i) % _taken.Length;
            if (_taken[index]) continue;
            _taken[index] = true;
            _next = (index + 1) % _taken.Length;
            return RangeAt(index);
        }

        return null;
    }

    private int? IndexOf(IPNetwork range)
    {
        if (range.BaseAddress.AddressFamily != _network.BaseAddress.AddressFamily || range.PrefixLength != _prefixLength || !_network.Contains(range.BaseAddress)) return null;
        var index = (Number(range.BaseAddress) - Number(_network.BaseAddress)) >> Shift;
        return index < (UInt128)_taken.Length ? (int)index : null;
    }

    private IPNetwork RangeAt(int index) => new(Address(Number(_network.BaseAddress) + ((UInt128)index << Shift)), _prefixLength);

    private int Shift => (_network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128) - _prefixLength;

    private static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private IPAddress Address(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (_network.BaseAddress.AddressFamily == AddressFamily.InterNetwork)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)number);
            return new IPAddress(bytes[..4]);
        }

        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(bytes);
    }
}
