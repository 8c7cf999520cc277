using System.Text;

namespace Kubesharp.Api.Serialization;

/// <summary>
/// Shares the short texts that objects repeat (names of namespaces, label keys, enumeration values), so that ten thousand pods
/// hold one copy. A direct-mapped table: a collision only costs a new string. What is seen for the first time stays out of it, as uids and
/// names of objects would drive out what does repeat, and would be kept alive for nothing.
/// </summary>
internal static class Utf8StringPool
{
    private const int Size = 1 << 13;
    private const int MaxLength = 40;
    private static readonly string?[] Entries = new string?[Size];
    private static readonly int[] Seen = new int[Size];

    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length == 0) return "";
        if (utf8.Length > MaxLength) return Encoding.UTF8.GetString(utf8);
        var hash = ByteHash.Of(utf8);
        var place = hash & (Size - 1);
        var known = Entries[place];
        if (known is not null && known.Length == utf8.Length && Ascii.Equals(utf8, known)) return known;
        var text = Encoding.UTF8.GetString(utf8);
        if (Seen[place] == hash) Entries[place] = text;
        else Seen[place] = hash;
        return text;
    }
}
