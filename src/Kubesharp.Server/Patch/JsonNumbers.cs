using System.Buffers.Text;

namespace Kubesharp.Server.Patch;

/// <summary>Compares the texts of JSON numbers.</summary>
internal static class JsonNumbers
{
    /// <summary>Whether two numbers have the same value, such as <c>1</c> and <c>1.0</c>.</summary>
    public static bool Same(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceEqual(right) || Compare(left, right) == 0;

    /// <summary>Orders two numbers by value.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (TryInteger(left, out var a) && TryInteger(right, out var b)) return a.CompareTo(b);
        return Double(left).CompareTo(Double(right));
    }

    private static bool TryInteger(ReadOnlySpan<byte> text, out long value) => Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;

    private static double Double(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out double value, out _) ? value : 0;
}
