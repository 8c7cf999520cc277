using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Functions;

/// <summary>IP addresses and networks.</summary>
internal static class NetworkFunctions
{
    public static CelType Ip { get; } = new("net.IP");

    public static CelType Cidr { get; } = new("net.CIDR");

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        CelFunction.Global("ip", 1, static arguments => arguments[0] is CelString text ? ToIp(text.Value) : null),
        CelFunction.Global("isIP", 1, static arguments => arguments[0] is CelString text ? CelBool.Of(ParseIp(text.Value) is not null) : null),
        CelFunction.Global("ip.isCanonical", 1, static arguments => arguments[0] is CelString text ? ToIp(text.Value) is CelOpaque ip ? CelBool.Of(ip.ToString() == text.Value) : ToIp(text.Value) : null),
        CelFunction.Global("cidr", 1, static arguments => arguments[0] is CelString text ? ToCidr(text.Value) : null),
        CelFunction.Global("isCIDR", 1, static arguments => arguments[0] is CelString text ? CelBool.Of(ParseCidr(text.Value) is not null) : null),
        OfIp("family", static ip => new CelInt(ip.AddressFamily == AddressFamily.InterNetwork ? 4 : 6)),
        OfIp("isUnspecified", static ip => CelBool.Of(ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))),
        OfIp("isLoopback", static ip => CelBool.Of(IPAddress.IsLoopback(ip))),
        OfIp("isLinkLocalMulticast", static ip => CelBool.Of(IsLinkLocalMulticast(ip))),
        OfIp("isLinkLocalUnicast", static ip => CelBool.Of(IsLinkLocalUnicast(ip))),
        OfIp("isGlobalUnicast", static ip => CelBool.Of(IsGlobalUnicast(ip))),
        OfCidr("ip", static net => new CelOpaque(Ip, net.Address)),
        OfCidr("masked", static net => new CelOpaque(Cidr, net.Masked())),
        OfCidr("prefixLength", static net => new CelInt(net.Length)),
        CelFunction.Member("containsIP", 1, static arguments => arguments[0] is CelOpaque { Value: Network net } ? ContainsIp(net, arguments[1]) : null),
        CelFunction.Member("containsCIDR", 1, static arguments => arguments[0] is CelOpaque { Value: Network net } ? ContainsCidr(net, arguments[1]) : null),
    ];

    private static CelFunction OfIp(string name, Func<IPAddress, CelValue> body) =>
        CelFunction.Member(name, 0, arguments => arguments[0] is CelOpaque { Value: IPAddress ip } ? body(ip) : null);

    private static CelFunction OfCidr(string name, Func<Network, CelValue> body) =>
        CelFunction.Member(name, 0, arguments => arguments[0] is CelOpaque { Value: Network net } ? body(net) : null);

    private static CelValue ToIp(string text) =>
        ParseIp(text) is { } ip ? new CelOpaque(Ip, ip) : new CelError($"IP Address \"{text}\" parse error during conversion from string");

    private static CelValue ToCidr(string text) =>
        ParseCidr(text) is { } net ? new CelOpaque(Cidr, net) : new CelError($"network address parse error during conversion from string: \"{text}\"");

    private static CelValue? ContainsIp(Network net, CelValue value)
    {
        var ip = value switch
        {
            CelOpaque { Value: IPAddress address } => new CelOpaque(Ip, address),
            CelString text => ToIp(text.Value),
            _ => null,
        };
        return ip is CelOpaque { Value: IPAddress found } ? CelBool.Of(net.Contains(found, net.Length)) : ip;
    }

    private static CelValue? ContainsCidr(Network net, CelValue value)
    {
        var other = value switch
        {
            CelOpaque { Value: Network network } => new CelOpaque(Cidr, network),
            CelString text => ToCidr(text.Value),
            _ => null,
        };
        return other is CelOpaque { Value: Network found } ? CelBool.Of(found.Length >= net.Length && net.Contains(found.Address, net.Length)) : other;
    }

    private static IPAddress? ParseIp(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            if (text.AsSpan().ContainsAny("%[]/") || !IPAddress.TryParse(text, out var six)) return null;
            return six.IsIPv4MappedToIPv6 ? null : six;
        }

        // Only four decimal numbers without leading zeros are an address.
        var parts = text.Split('.');
        if (parts.Length != 4) return null;
        foreach (var part in parts)
        {
            if (!byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number.ToString(CultureInfo.InvariantCulture) != part) return null;
        }

        return IPAddress.Parse(text);
    }

    private static Network? ParseCidr(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || ParseIp(text[..slash]) is not { } ip) return null;
        var length = text[(slash + 1)..];
        if (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) || bits.ToString(CultureInfo.InvariantCulture) != length) return null;
        return bits > ip.GetAddressBytes().Length * 8 ? null : new Network(ip, bits);
    }

    private static bool IsLinkLocalMulticast(IPAddress ip)
    {
        var bytes = ip.GetAddressBytes();
        return bytes.Length == 4 ? bytes is [224, 0, 0, _] : bytes[0] == 0xFF && (bytes[1] & 0x0F) == 2;
    }

    private static bool IsLinkLocalUnicast(IPAddress ip)
    {
        var bytes = ip.GetAddressBytes();
        return bytes.Length == 4 ? bytes is [169, 254, ..] : ip.IsIPv6LinkLocal;
    }

    private static bool IsGlobalUnicast(IPAddress ip)
    {
        var bytes = ip.GetAddressBytes();
        var isMulticast = bytes.Length == 4 ? bytes[0] is >= 224 and <= 239 : bytes[0] == 0xFF;
        var isUnspecified = Array.TrueForAll(bytes, static part => part == 0);
        return !isMulticast && !isUnspecified && !IPAddress.IsLoopback(ip) && !IsLinkLocalUnicast(ip) && !ip.Equals(IPAddress.Broadcast);
    }

    private sealed record Network(IPAddress Address, int Length)
    {
        public bool Contains(IPAddress other, int bits)
        {
            var mine = Address.GetAddressBytes();
            var theirs = other.GetAddressBytes();
            if (mine.Length != theirs.Length) return false;
            for (var i = 0; i < bits; i++)
            {
                var mask = 0x80 >> (i % 8);
                if (((mine[i / 8] ^ theirs[i / 8]) & mask) != 0) return false;
            }

            return true;
        }

        public Network Masked()
        {
            var bytes = Address.GetAddressBytes();
            for (var i = Length; i < bytes.Length * 8; i++) bytes[i / 8] &= (byte)~(0x80 >> (i % 8));
            return this with { Address = new IPAddress(bytes) };
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");
    }
}
