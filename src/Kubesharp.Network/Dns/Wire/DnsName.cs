using System.Text;

namespace Kubesharp.Network.Dns.Wire;

/// <summary>Names in wire form: length-prefixed labels and a zero.</summary>
internal static class DnsName
{
    public const int MaxLength = 255;
    public const int MaxLabelLength = 63;
    private const int MaxPointers = 32;

    /// <summary>Wire form of a dotted name, in lower case.</summary>
    /// <exception cref="FormatException">A label is empty or too long, or the whole is.</exception>
    public static byte[] Encode(string name)
    {
        var trimmed = name.TrimEnd('.');
        if (trimmed.Length == 0) return [0];
        var wire = new byte[trimmed.Length + 2];
        var position = 0;
        foreach (var label in trimmed.Split('.'))
        {
            if (label.Length is 0 or > MaxLabelLength || !Ascii.IsValid(label)) throw new FormatException($"'{name}' is not a DNS name");
            wire[position++] = (byte)label.Length;
            position += Encoding.ASCII.GetBytes(label.ToLowerInvariant(), wire.AsSpan(position));
        }

        return wire.Length <= MaxLength ? wire : throw new FormatException($"'{name}' is longer than a DNS name can be");
    }

    /// <summary>Dotted form for people; bytes that are not printable become question marks.</summary>
    public static string ToText(ReadOnlySpan<byte> wire)
    {
        var text = new StringBuilder(wire.Length);
        for (var i = 0; i < wire.Length && wire[i] != 0; i += wire[i] + 1)
        {
            foreach (var b in wire.Slice(i + 1, wire[i])) text.Append(b is > 0x20 and < 0x7f ? (char)b : '?');
            text.Append('.');
        }

        return text.Length == 0 ? "." : text.ToString();
    }

    public static byte ToLower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : b;

    /// <summary>
    /// Reads a name of a message, following compression pointers, into its own wire form (case kept).
    /// Pointers may only lead backwards, which bounds the work whatever the message says.
    /// </summary>
    /// <param name="message">The whole message.</param>
    /// <param name="position">Where the name begins; moved behind it.</param>
    /// <param name="target">Room for <see cref="MaxLength"/> bytes.</param>
    /// <param name="length">How much of the room was used.</param>
    /// <returns>False when the message is malformed.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int position, Span<byte> target, out int length)
    {
        length = 0;
        var at = position;
        var after = -1;
        var limit = position;
        for (var pointers = 0; ;)
        {
            if (at >= message.Length) return false;
            int label = message[at];
            if (label >= 0xC0)
            {
                if (at + 1 >= message.Length || ++pointers > MaxPointers) return false;
                var next = ((label & 0x3F) << 8) | message[at + 1];
                if (after < 0) after = at + 2;
                if (next >= limit) return false;
                limit = next;
                at = next;
                continue;
            }

            if (label > MaxLabelLength || at + 1 + label > message.Length || length + 1 + label > MaxLength) return false;
            message.Slice(at, label + 1).CopyTo(target[length..]);
            length += label + 1;
            at += label + 1;
            if (label == 0) break;
        }

        position = after < 0 ? at : after;
        return true;
    }
}
