using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kubesharp.Api.Validation;

/// <summary>The rules for IP addresses and address blocks. Each method returns what is wrong, in Kubernetes' words, or the shared empty array.</summary>
public static class Addresses
{
    private const string NotAnAddress = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    private const string NotABlock = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
    private const string Mapped = "must not be an IPv4-mapped IPv6 address";

    /// <summary>An IPv4 or IPv6 address; numbers with leading zeros and IPv4 addresses mapped into IPv6 are refused.</summary>
    public static string[] Ip(string value)
    {
        if (!TryParseLenient(value, out var address)) return [NotAnAddress];
        if (address.IsIPv4MappedToIPv6) return [Mapped];
        return HasLeadingZero(value) ? ["must not have leading 0s"] : [];
    }

    /// <summary>An IPv4 address.</summary>
    public static string[] Ipv4(string value) =>
        TryParseLenient(value, out var address) && (address.AddressFamily == AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6) ? [] : ["must be a valid IPv4 address"];

    /// <summary>An IPv6 address.</summary>
    public static string[] Ipv6(string value) =>
        TryParseLenient(value, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6 ? [] : ["must be a valid IPv6 address"];

    /// <summary>An address block; leading zeros, mapped addresses and bits beyond the prefix are refused.</summary>
    public static string[] Cidr(string value)
    {
        var slash = value.IndexOf('/');
        if (slash < 0 || !TryParseLenient(value[..slash], out var address)) return [NotABlock];
        var bits = value.AsSpan(slash + 1);
        if (!int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return [NotABlock];
        if (length > (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)) return [NotABlock];
        if (address.IsIPv4MappedToIPv6) return [Mapped];
        if (HasLeadingZero(value[..slash])) return ["must not have leading 0s in IP"];
        if (bits.Length > 1 && bits[0] == '0') return ["must not have leading 0s in prefix length"];
        return HasBitsBeyond(address, length) ? ["must not have bits set beyond the prefix length"] : [];
    }

    /// <summary>
    /// Reads an address in the forms Kubernetes reads: four decimal numbers, or IPv6 without a zone. (The platform's parser would also
    /// take octal and shortened IPv4 forms.)
    /// </summary>
    public static bool TryParse(string value, [NotNullWhen(true)] out IPAddress? address)
    {
        if (TryParseLenient(value, out address) && !HasLeadingZero(value)) return true;
        address = null;
        return false;
    }

    private static bool TryParseLenient(string value, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (value.Contains(':'))
        {
            return !value.AsSpan().ContainsAny("%[]/") && IPAddress.TryParse(value, out address) && address.AddressFamily == AddressFamily.InterNetworkV6;
        }

        Span<byte> bytes = stackalloc byte[4];
        var count = 0;
        foreach (var range in value.AsSpan().Split('.'))
        {
            var part = value.AsSpan()[range];
            if (count == 4 || !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 255) return false;
            bytes[count++] = (byte)number;
        }

        if (count != 4) return false;
        address = new IPAddress(bytes);
        return true;
    }

    private static bool HasLeadingZero(string value)
    {
        if (value.Contains(':')) return false;
        foreach (var range in value.AsSpan().Split('.'))
        {
            var part = value.AsSpan()[range];
            if (part.Length > 1 && part[0] == '0') return true;
        }

        return false;
    }

    private static bool HasBitsBeyond(IPAddress address, int length)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var count);
        for (var i = 0; i < count; i++)
        {
            var kept = Math.Clamp(length - 8 * i, 0, 8);
            if ((bytes[i] & (0xFF >> kept)) != 0) return true;
        }

        return false;
    }
}
