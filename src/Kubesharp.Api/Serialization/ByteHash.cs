using System.Numerics;
using System.Runtime.InteropServices;

namespace Kubesharp.Api.Serialization;

/// <summary>A quick hash of bytes for tables in which a collision costs nothing but time.</summary>
internal static class ByteHash
{
    private const ulong Factor = 0x9E3779B97F4A7C15;

    public static int Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = (uint)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = (BitOperations.RotateLeft(hash, 5) ^ MemoryMarshal.Read<ulong>(bytes)) * Factor;
            bytes = bytes[8..];
        }

        ulong rest = 0;
        if (bytes.Length >= 4)
        {
            rest = MemoryMarshal.Read<uint>(bytes);
            bytes = bytes[4..];
        }

        foreach (var b in bytes) rest = (rest << 8) | b;
        hash = (BitOperations.RotateLeft(hash, 5) ^ rest) * Factor;
        return (int)(hash >> 40);
    }
}
