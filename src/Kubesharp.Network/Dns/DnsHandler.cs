using System.Buffers.Binary;
using System.Collections.Immutable;
using Kubesharp.Network.Dns.Forwarding;
using Kubesharp.Network.Dns.Wire;
using Kubesharp.Network.Dns.Zone;

namespace Kubesharp.Network.Dns;

/// <summary>From query bytes to response bytes: the cluster's names at once, all others from other servers.</summary>
internal sealed class DnsHandler(ClusterZone zone, Forwarder forwarder)
{
    /// <summary>Largest message over TCP, and so of any buffer for a response.</summary>
    public const int MaxMessage = 65535;

    /// <summary>Largest response over UDP, whatever the client offers to take.</summary>
    public const int MaxUdpMessage = 4096;

    /// <summary>The query has to wait for another server: ask <see cref="HandleAsync"/>.</summary>
    public const int NeedsOthers = -1;
    private const int MaxAliases = 8;
    private const ushort ClassIn = 1;

    /// <summary>Answers what can be answered without waiting; allocates nothing for names of the cluster.</summary>
    /// <param name="message">The query.</param>
    /// <param name="response">Room for the response.</param>
    /// <param name="udp">Keep to what the client takes in a datagram.</param>
    /// <returns>Length of the response; 0 when there is nothing to say; <see cref="NeedsOthers"/>.</returns>
    public int TryHandle(ReadOnlySpan<byte> message, Span<byte> response, bool udp)
    {
        Span<byte> name = stackalloc byte[DnsName.MaxLength];
        if (!DnsQuery.TryParse(message, name, out var query, out var error)) return 0;
        var writer = new DnsWriter(query, response, Limit(query, udp));
        if (error != DnsRcode.NoError) return writer.Finish(error, authoritative: false);

        // Zone transfers and the classes of other times are not for a cluster.
        if (query.Class != ClassIn || (ushort)query.Type is 251 or 252) return writer.Finish(DnsRcode.Refused, authoritative: false);
        if (zone.Answer(query, ref writer, out var length, out _) == ZoneOutcome.Answered) return length;
        return NeedsOthers;
    }

    /// <summary>Answers a query that <see cref="TryHandle"/> could not.</summary>
    /// <returns>Length of the response.</returns>
    public async ValueTask<int> HandleAsync(ReadOnlyMemory<byte> message, Memory<byte> response, bool udp)
    {
        var (key, alias) = Target(message.Span, response.Span);
        if (alias is null)
        {
            var answer = await forwarder.AskAsync(key);
            return WriteForwarded(message.Span, response.Span, udp, answer);
        }

        var records = ImmutableArray.CreateBuilder<DnsRecord>();
        var rcode = await FollowAsync(new ForwardKey(alias, key.Type, key.DnssecOk), records);
        return WriteAlias(message.Span, response.Span, udp, rcode, alias, records.ToImmutable());
    }

    private (ForwardKey Key, byte[]? Alias) Target(ReadOnlySpan<byte> message, Span<byte> scratch)
    {
        Span<byte> name = stackalloc byte[DnsName.MaxLength];
        DnsQuery.TryParse(message, name, out var query, out _);
        var writer = new DnsWriter(query, scratch, scratch.Length);
        zone.Answer(query, ref writer, out _, out var alias);
        return (new ForwardKey(query.Name.ToArray(), query.Type, query.DnssecOk), alias);
    }

    /// <summary>Collects the records of an alias's target, which may be a name of the cluster, another alias or a foreign name.</summary>
    private async Task<DnsRcode> FollowAsync(ForwardKey key, ImmutableArray<DnsRecord>.Builder records)
    {
        for (var depth = 0; depth < MaxAliases; depth++)
        {
            var (response, next) = AskZone(key);
            if (response is null && next is null)
            {
                if (await forwarder.AskAsync(key) is not { } forwarded) return DnsRcode.ServerFailure;
                records.AddRange(Aged(forwarded.Response.Answers, forwarded.Age));
                return forwarded.Response.Rcode;
            }

            if (response is not null)
            {
                records.AddRange(response.Answers);
                return response.Rcode;
            }

            records.Add(new DnsRecord(key.Name, DnsType.CName, ClassIn, Forwarder.MaxTtlSeconds, next!));
            key = new ForwardKey(next!, key.Type, key.DnssecOk);
        }

        return DnsRcode.ServerFailure;
    }

    private (DnsResponse? Response, byte[]? Alias) AskZone(ForwardKey key)
    {
        Span<byte> question = stackalloc byte[DnsQuery.HeaderLength + DnsName.MaxLength + 4];
        question.Clear();
        question[5] = 1;
        key.Name.CopyTo(question[DnsQuery.HeaderLength..]);
        var end = DnsQuery.HeaderLength + key.Name.Length;
        BinaryPrimitives.WriteUInt16BigEndian(question[end..], (ushort)key.Type);
        question[end + 3] = 1;
        Span<byte> name = stackalloc byte[DnsName.MaxLength];
        DnsQuery.TryParse(question[..(end + 4)], name, out var query, out _);
        var buffer = new byte[MaxUdpMessage];
        var writer = new DnsWriter(query, buffer, buffer.Length);
        return zone.Answer(query, ref writer, out var length, out var alias) switch
        {
            ZoneOutcome.Answered => (DnsResponse.Parse(buffer.AsSpan(0, length)), null),
            ZoneOutcome.Alias => (null, alias),
            _ => (null, null),
        };
    }

    private static int WriteForwarded(ReadOnlySpan<byte> message, Span<byte> response, bool udp, ForwardedAnswer? answer)
    {
        Span<byte> name = stackalloc byte[DnsName.MaxLength];
        DnsQuery.TryParse(message, name, out var query, out _);
        var writer = new DnsWriter(query, response, Limit(query, udp));
        if (answer is not { } found) return writer.Finish(DnsRcode.ServerFailure, authoritative: false);
        foreach (var record in Aged(found.Response.Answers, found.Age))
        {
            if (record.Owner.AsSpan().SequenceEqual(query.Name)) writer.Answer(record.Type, record.Ttl, record.Data);
            else writer.Answer(record.Owner, record.Type, record.Ttl, record.Data);
        }

        foreach (var record in Aged(found.Response.Authority, found.Age)) writer.Authority(record.Owner, record.Type, record.Ttl, record.Data);
        if (!writer.IsTruncated)
        {
            foreach (var record in Aged(found.Response.Additional, found.Age)) writer.Additional(record.Owner, record.Type, record.Ttl, record.Data);
        }

        return writer.Finish(found.Response.Rcode, authoritative: false);
    }

    private static int WriteAlias(ReadOnlySpan<byte> message, Span<byte> response, bool udp, DnsRcode rcode, byte[] alias, ImmutableArray<DnsRecord> records)
    {
        Span<byte> name = stackalloc byte[DnsName.MaxLength];
        DnsQuery.TryParse(message, name, out var query, out _);
        var writer = new DnsWriter(query, response, Limit(query, udp));
        writer.Answer(DnsType.CName, Forwarder.MaxTtlSeconds, alias);
        foreach (var record in records)
        {
            var owner = record.Owner.AsSpan();
            writer.Answer(owner, record.Type, record.Ttl, record.Data);
        }

        return writer.Finish(rcode, authoritative: true);
    }

    private static IEnumerable<DnsRecord> Aged(ImmutableArray<DnsRecord> records, uint age)
    {
        foreach (var record in records)
        {
            var ttl = Math.Min(record.Ttl, Forwarder.MaxTtlSeconds);
            yield return record with { Ttl = ttl > age ? ttl - age : 0 };
        }
    }

    private static int Limit(in DnsQuery query, bool udp) => udp ? Math.Min(query.UdpSize, MaxUdpMessage) : MaxMessage;
}
