using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Kubesharp.Network.Dns.Wire;

namespace Kubesharp.Network.Dns.Zone;

/// <summary>
/// Answers queries about the cluster per the Kubernetes DNS specification 1.1.0. Answers come from prebuilt records; the
/// only work per query is to read the name and copy.
/// </summary>
internal sealed class ClusterZone
{
    private const string SchemaVersion = "1.1.0";
    private const int MaxLabels = 128;
    private readonly ZoneIndex _index;
    private readonly TimeProvider _time;
    private readonly uint _ttl;
    private readonly byte[] _zone;
    private readonly int _zoneLabels;
    private readonly byte[] _nameServer;
    private readonly byte[] _hostmaster;
    private readonly ImmutableArray<byte[]> _nameServerIPs;
    private readonly byte[] _reverse4 = DnsName.Encode("in-addr.arpa");
    private readonly byte[] _reverse6 = DnsName.Encode("ip6.arpa");
    private uint _rotation;

    /// <param name="index">The names.</param>
    /// <param name="nameServerIP">Address of the DNS Service, which the zone's NS record leads to.</param>
    /// <param name="ttl">Life of every answer.</param>
    /// <param name="time">Clock of the zone's serial number.</param>
    public ClusterZone(ZoneIndex index, IPAddress nameServerIP, TimeSpan ttl, TimeProvider time)
    {
        _index = index;
        _time = time;
        _ttl = (uint)ttl.TotalSeconds;
        _zone = DnsName.Encode(index.Zone);
        _zoneLabels = index.Zone.Split('.').Length;
        _nameServer = DnsName.Encode("ns.dns." + index.Zone);
        _hostmaster = DnsName.Encode("hostmaster." + index.Zone);
        _nameServerIPs = [nameServerIP.GetAddressBytes()];
    }

    /// <param name="query">A well-formed query of class IN.</param>
    /// <param name="writer">Takes the response.</param>
    /// <param name="length">Length of the response when it is answered.</param>
    /// <param name="alias">Target of the CNAME when the outcome is <see cref="ZoneOutcome.Alias"/>.</param>
    public ZoneOutcome Answer(scoped in DnsQuery query, ref DnsWriter writer, out int length, out byte[]? alias)
    {
        alias = null;
        length = 0;
        Span<byte> starts = stackalloc byte[MaxLabels];
        var labels = 0;
        for (var i = 0; query.Name[i] != 0; i += query.Name[i] + 1) starts[labels++] = (byte)i;
        if (labels < _zoneLabels || !query.Name[starts[labels - _zoneLabels]..].SequenceEqual(_zone)) return Reverse(query, ref writer, out length);

        var rcode = Relative(query, starts[..(labels - _zoneLabels)], ref writer, out alias);
        if (alias is not null) return ZoneOutcome.Alias;
        if (writer.AnswerCount == 0 && !writer.IsTruncated) WriteSoa(ref writer);
        length = writer.Finish(rcode, authoritative: true);
        return ZoneOutcome.Answered;
    }

    private DnsRcode Relative(scoped in DnsQuery query, scoped ReadOnlySpan<byte> starts, ref DnsWriter writer, out byte[]? alias)
    {
        alias = null;
        var count = starts.Length;
        if (count == 0) return Apex(query, ref writer);
        var last = Label(query, starts[count - 1]);
        if (last.SequenceEqual("svc"u8)) return UnderServices(query, starts, ref writer, out alias);
        if (last.SequenceEqual("pod"u8)) return UnderPods(query, starts, ref writer);
        if (last.SequenceEqual("dns"u8))
        {
            if (count == 1) return DnsRcode.NoError;
            if (count != 2 || !Label(query, starts[0]).SequenceEqual("ns"u8)) return DnsRcode.NameError;
            if (query.Type == DnsTypeOf(_nameServerIPs[0])) WriteAddresses(ref writer, query.Type, _nameServerIPs);
            return DnsRcode.NoError;
        }

        if (count != 1 || !last.SequenceEqual("dns-version"u8)) return DnsRcode.NameError;
        if (query.Type == DnsType.Txt)
        {
            Span<byte> text = stackalloc byte[SchemaVersion.Length + 1];
            text[0] = (byte)SchemaVersion.Length;
            System.Text.Encoding.ASCII.GetBytes(SchemaVersion, text[1..]);
            writer.Answer(DnsType.Txt, _ttl, text);
        }

        return DnsRcode.NoError;
    }

    private DnsRcode Apex(scoped in DnsQuery query, ref DnsWriter writer)
    {
        if (query.Type == DnsType.Soa)
        {
            Span<byte> data = stackalloc byte[(2 * DnsName.MaxLength) + 20];
            writer.Answer(DnsType.Soa, _ttl, data[..SoaData(data)]);
        }
        else if (query.Type == DnsType.NS)
        {
            writer.Answer(DnsType.NS, _ttl, _nameServer);
            foreach (var address in _nameServerIPs) writer.Additional(_nameServer, DnsTypeOf(address), _ttl, address);
        }

        return DnsRcode.NoError;
    }

    private DnsRcode UnderServices(scoped in DnsQuery query, scoped ReadOnlySpan<byte> starts, ref DnsWriter writer, out byte[]? alias)
    {
        alias = null;
        var count = starts.Length;
        if (count == 1) return DnsRcode.NoError;
        if (count > 5) return DnsRcode.NameError;
        Span<char> key = stackalloc char[(2 * DnsName.MaxLabelLength) + 1];
        var length = Copy(Label(query, starts[count - 2]), key);
        if (count == 2) return _index.HasNamespace(key[..length]) ? DnsRcode.NoError : DnsRcode.NameError;
        key[length++] = '/';
        length += Copy(Label(query, starts[count - 3]), key[length..]);
        if (!_index.TryGet(key[..length], out var service) || service is null) return DnsRcode.NameError;
        if (service.ExternalName is not null)
        {
            if (count != 3) return DnsRcode.NameError;
            writer.Answer(DnsType.CName, _ttl, service.ExternalName);
            if (query.Type is DnsType.A or DnsType.Aaaa) alias = service.ExternalName;
            return DnsRcode.NoError;
        }

        if (count == 4) return OneEndpoint(query, Label(query, starts[0]), service, ref writer);
        if (count == 3) return WholeService(query, service, [], [], ref writer);
        var port = Label(query, starts[0]);
        var protocol = Label(query, starts[1]);
        if (port.Length < 2 || protocol.Length < 2 || port[0] != '_' || protocol[0] != '_') return DnsRcode.NameError;
        return WholeService(query, service, port[1..], protocol[1..], ref writer);
    }

    /// <summary>The service name itself, or _port._protocol under it.</summary>
    private DnsRcode WholeService(scoped in DnsQuery query, ServiceRecords service, scoped ReadOnlySpan<byte> port, scoped ReadOnlySpan<byte> protocol, ref DnsWriter writer)
    {
        if (service.IsHeadless)
        {
            // Without a ready endpoint there is nothing at or under the name.
            var any = false;
            foreach (var endpoint in service.Endpoints) any |= port.IsEmpty || HasPort(endpoint.Ports, port, protocol);
            if (!any) return DnsRcode.NameError;
            if (query.Type == DnsType.Srv) WriteEndpointSrv(service.Endpoints, port, protocol, ref writer);
        }
        else
        {
            if (!port.IsEmpty && !HasPort(service.Ports, port, protocol)) return DnsRcode.NameError;
            if (query.Type == DnsType.Srv) WriteServiceSrv(service, port, protocol, ref writer);
        }

        if (query.Type is DnsType.A or DnsType.Aaaa) WriteAddresses(ref writer, query.Type, service.Addresses(query.Type));
        return DnsRcode.NoError;
    }

    private DnsRcode OneEndpoint(scoped in DnsQuery query, scoped ReadOnlySpan<byte> label, ServiceRecords service, ref DnsWriter writer)
    {
        Span<char> host = stackalloc char[DnsName.MaxLabelLength];
        var lookup = service.ByHostname.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(host[..Copy(label, host)], out var endpoints)) return DnsRcode.NameError;
        if (query.Type == DnsType.Srv) WriteEndpointSrv(endpoints, [], [], ref writer);
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Type == query.Type) writer.Answer(query.Type, _ttl, endpoint.AddressBytes);
        }

        return DnsRcode.NoError;
    }

    private void WriteServiceSrv(ServiceRecords service, scoped ReadOnlySpan<byte> port, scoped ReadOnlySpan<byte> protocol, ref DnsWriter writer)
    {
        var count = 0;
        foreach (var candidate in service.Ports) count += port.IsEmpty || Matches(candidate, port, protocol) ? 1 : 0;
        foreach (var candidate in service.Ports)
        {
            if (port.IsEmpty || Matches(candidate, port, protocol)) writer.AnswerSrv(_ttl, Weight(count), candidate.Port, service.Name);
        }

        foreach (var address in service.IPv4) writer.Additional(service.Name, DnsType.A, _ttl, address);
        foreach (var address in service.IPv6) writer.Additional(service.Name, DnsType.Aaaa, _ttl, address);
    }

    private void WriteEndpointSrv(ImmutableArray<EndpointRecord> endpoints, scoped ReadOnlySpan<byte> port, scoped ReadOnlySpan<byte> protocol, ref DnsWriter writer)
    {
        var count = 0;
        foreach (var endpoint in endpoints)
        {
            foreach (var candidate in endpoint.Ports) count += port.IsEmpty || Matches(candidate, port, protocol) ? 1 : 0;
        }

        foreach (var endpoint in endpoints)
        {
            foreach (var candidate in endpoint.Ports)
            {
                if (port.IsEmpty || Matches(candidate, port, protocol)) writer.AnswerSrv(_ttl, Weight(count), candidate.Port, endpoint.Name);
            }
        }

        foreach (var endpoint in endpoints) writer.Additional(endpoint.Name, endpoint.Type, _ttl, endpoint.AddressBytes);
    }

    /// <summary>Pod names say their own address (pods insecure); the address is taken at its word.</summary>
    private DnsRcode UnderPods(scoped in DnsQuery query, scoped ReadOnlySpan<byte> starts, ref DnsWriter writer)
    {
        if (starts.Length <= 2) return DnsRcode.NoError;
        if (starts.Length != 3) return DnsRcode.NameError;
        var label = Label(query, starts[0]);
        Span<char> text = stackalloc char[DnsName.MaxLabelLength];
        var length = Copy(label, text);
        var dotted = text[..length];
        Span<byte> address = stackalloc byte[16];
        if (dotted.Count('-') == 3 && dotted.IndexOfAnyExcept("0123456789-") < 0)
        {
            dotted.Replace('-', '.');
            if (IPAddress.TryParse(dotted, out var v4) && v4.TryWriteBytes(address, out var size) && size == 4)
            {
                if (query.Type == DnsType.A) writer.Answer(DnsType.A, _ttl, address[..4]);
                return DnsRcode.NoError;
            }

            return DnsRcode.NameError;
        }

        dotted.Replace('-', ':');
        if (!IPAddress.TryParse(dotted, out var v6) || !v6.TryWriteBytes(address, out var written) || written != 16) return DnsRcode.NameError;
        if (query.Type == DnsType.Aaaa) writer.Answer(DnsType.Aaaa, _ttl, address);
        return DnsRcode.NoError;
    }

    /// <summary>Addresses of services and endpoints have names; all other reverse names are left to other servers.</summary>
    private ZoneOutcome Reverse(scoped in DnsQuery query, ref DnsWriter writer, out int length)
    {
        length = 0;
        var address = ReverseAddress(query.Name);
        if (address is null) return ZoneOutcome.Elsewhere;
        var names = _index.NamesOf(address);
        if (names.IsEmpty) return ZoneOutcome.Elsewhere;
        if (query.Type == DnsType.Ptr)
        {
            foreach (var name in names) writer.Answer(DnsType.Ptr, _ttl, name);
        }
        else
        {
            WriteSoa(ref writer);
        }

        length = writer.Finish(DnsRcode.NoError, authoritative: true);
        return ZoneOutcome.Answered;
    }

    private IPAddress? ReverseAddress(ReadOnlySpan<byte> name)
    {
        if (name.EndsWith(_reverse4))
        {
            Span<byte> bytes = stackalloc byte[4];
            var rest = name[..^_reverse4.Length];
            for (var i = 3; i >= 0; i--)
            {
                if (rest.IsEmpty || rest[0] > 3 || rest[0] >= rest.Length || !byte.TryParse(rest.Slice(1, rest[0]), NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i])) return null;
                rest = rest[(rest[0] + 1)..];
            }

            return rest.IsEmpty ? new IPAddress(bytes) : null;
        }

        if (!name.EndsWith(_reverse6) || name.Length != 64 + _reverse6.Length) return null;
        Span<byte> v6 = stackalloc byte[16];
        for (var i = 0; i < 32; i++)
        {
            if (name[2 * i] != 1 || !char.IsAsciiHexDigit((char)name[(2 * i) + 1])) return null;
            var digit = Convert.ToInt32(((char)name[(2 * i) + 1]).ToString(), 16);
            v6[15 - (i / 2)] |= (byte)(i % 2 == 0 ? digit : digit << 4);
        }

        return new IPAddress(v6);
    }

    /// <summary>Addresses in an order that moves on with every answer, so that clients that take the first spread out.</summary>
    private void WriteAddresses(ref DnsWriter writer, DnsType type, ImmutableArray<byte[]> addresses)
    {
        if (addresses.IsEmpty) return;
        var start = addresses.Length == 1 ? 0 : (int)(Interlocked.Increment(ref _rotation) % (uint)addresses.Length);
        for (var i = 0; i < addresses.Length; i++) writer.Answer(type, _ttl, addresses[(start + i) % addresses.Length]);
    }

    private void WriteSoa(ref DnsWriter writer)
    {
        Span<byte> data = stackalloc byte[(2 * DnsName.MaxLength) + 20];
        writer.Authority(_zone, DnsType.Soa, _ttl, data[..SoaData(data)]);
    }

    private int SoaData(Span<byte> data)
    {
        _nameServer.CopyTo(data);
        _hostmaster.CopyTo(data[_nameServer.Length..]);
        var numbers = data[(_nameServer.Length + _hostmaster.Length)..];
        BinaryPrimitives.WriteUInt32BigEndian(numbers, (uint)_time.GetUtcNow().ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt32BigEndian(numbers[4..], 7200);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[8..], 1800);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[12..], 86400);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[16..], _ttl);
        return _nameServer.Length + _hostmaster.Length + 20;
    }

    private static DnsType DnsTypeOf(byte[] address) => address.Length == 4 ? DnsType.A : DnsType.Aaaa;

    private static ushort Weight(int count) => (ushort)Math.Max(1, 100 / Math.Max(1, count));

    private static bool HasPort(ImmutableArray<DnsServicePort> ports, scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> protocol)
    {
        foreach (var port in ports)
        {
            if (Matches(port, name, protocol)) return true;
        }

        return false;
    }

    private static bool Matches(DnsServicePort port, scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> protocol) =>
        System.Text.Ascii.Equals(name, port.Name) && System.Text.Ascii.Equals(protocol, port.Protocol);

    private static ReadOnlySpan<byte> Label(scoped in DnsQuery query, int start) => query.Name.Slice(start + 1, query.Name[start]);

    private static int Copy(ReadOnlySpan<byte> label, Span<char> target)
    {
        for (var i = 0; i < label.Length; i++) target[i] = (char)label[i];
        return label.Length;
    }
}
