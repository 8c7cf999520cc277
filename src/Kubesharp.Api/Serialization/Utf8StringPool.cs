using System.Text;

namespace Kubesharp.Api.Serialization;

/// <summary>
/// Shares the short texts that objects repeat (names of namespaces, label keys, enumeration values), so that ten thousand pods
/// hold one copy. A direct-mapped table: a collision only costs a new string.
/// </summary>
internal static class Utf8StringPool
{
    private const int Size = 1 << 13;
    private const int MaxLength = 40;
    private static readonly string?[] Entries = new string?[Size];

    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length == 0) return "";
        if (utf8.Length > MaxLength) return Encoding.UTF8.GetString(utf8);
        ref var entry = ref Entries[ByteHash.Of(utf8) & (Size - 1)];
        var known = entry;
        if (known is not null && known.Length == utf8.Length && Ascii.Equals(utf8, known)) return known;
        var text = Encoding.UTF8.GetString(utf8);
        entry = text;
        return text;
    }
}
