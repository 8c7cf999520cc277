using System.Buffers.Binary;
using System.Numerics;

namespace Kubesharp.Store.Embedded;

/// <summary>CRC-32C over everything a row says, so that a damaged row is noticed when the file is read.</summary>
internal static class Checksum
{
    public static uint Of(long id, long created, long version, long expires, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, (ulong)id);
        crc = BitOperations.Crc32C(crc, (ulong)created);
        crc = BitOperations.Crc32C(crc, (ulong)version);
        crc = BitOperations.Crc32C(crc, (ulong)expires);
        return ~Add(Add(crc, key), value);
    }

    private static uint Add(uint crc, ReadOnlySpan<byte> data)
    {
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var value in data) crc = BitOperations.Crc32C(crc, value);
        return crc;
    }
}
