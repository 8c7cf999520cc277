using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Kubesharp.Scheduler.Engine;

/// <summary>Compares keys of groups by their numbers, also before they are made into an array of their own.</summary>
internal sealed class GroupKeyComparer : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
{
    public static GroupKeyComparer Instance { get; } = new();

    public int[] Create(ReadOnlySpan<int> alternate) => alternate.ToArray();

    public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    public bool Equals(ReadOnlySpan<int> alternate, int[] other) => alternate.SequenceEqual(other);

    public int GetHashCode([DisallowNull] int[] obj) => GetHashCode(obj.AsSpan());

    public int GetHashCode(ReadOnlySpan<int> alternate)
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(alternate));
        return hash.ToHashCode();
    }
}
