using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Kubesharp.Network.Dns.Wire;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Network.Dns.Forwarding;

/// <summary>
/// Asks the machine's own name servers, one after the other until one answers, and keeps answers for a short time.
/// The same question asked by many at once is sent once.
/// </summary>
internal sealed partial class Forwarder(Func<ImmutableArray<IPEndPoint>> servers, IUpstreamExchange exchange, TimeProvider time, ILogger<Forwarder> logger)
{
    /// <summary>Longest time an answer is kept, whatever its own time to live says.</summary>
    public const int MaxTtlSeconds = 30;
    private const int CacheLimit = 10_000;
    private const int ConcurrencyLimit = 1000;
    private const ushort UdpSize = 1232;
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<ForwardKey, Entry> _cache = new();
    private readonly ConcurrentDictionary<ForwardKey, Lazy<Task<ForwardedAnswer?>>> _pending = new();
    private int _running;

    /// <returns>The answer; null when no server gave one.</returns>
    public Task<ForwardedAnswer?> AskAsync(ForwardKey key)
    {
        if (TryGetCached(key, out var cached)) return Task.FromResult<ForwardedAnswer?>(cached);
        return _pending.GetOrAdd(key, k => new Lazy<Task<ForwardedAnswer?>>(() => AskOnceAsync(k))).Value;
    }

    public bool TryGetCached(ForwardKey key, out ForwardedAnswer answer)
    {
        answer = default;
        if (!_cache.TryGetValue(key, out var entry)) return false;
        var age = time.GetElapsedTime(entry.Stored);
        if (age >= entry.Life)
        {
            _cache.TryRemove(KeyValuePair.Create(key, entry));
            return false;
        }

        answer = new ForwardedAnswer(entry.Response, (uint)age.TotalSeconds);
        return true;
    }

    private async Task<ForwardedAnswer?> AskOnceAsync(ForwardKey key)
    {
        // Leaves the caller's dictionary lookup before anything else happens.
        await Task.Yield();
        try
        {
            if (Interlocked.Increment(ref _running) > ConcurrencyLimit)
            {
                Log.TooMany(logger, ConcurrencyLimit);
                return null;
            }

            var response = await AskServersAsync(key);
            if (response is null) return null;
            Store(key, response);
            return new ForwardedAnswer(response, 0);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            _pending.TryRemove(key, out _);
        }
    }

    private async Task<DnsResponse?> AskServersAsync(ForwardKey key)
    {
        using var total = new CancellationTokenSource(TotalTimeout, time);
        DnsResponse? failure = null;
        foreach (var server in servers())
        {
            using var attempt = new CancellationTokenSource(AttemptTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(total.Token, attempt.Token);
            try
            {
                var response = await exchange.AskAsync(server, BuildQuery(key), both.Token);
                if (response.Rcode is DnsRcode.NoError or DnsRcode.NameError) return response;
                failure ??= response;
            }
            catch (OperationCanceledException)
            {
                Log.NoAnswer(logger, server, DnsName.ToText(key.Name));
                if (total.IsCancellationRequested) break;
            }
            catch (Exception e) when (e is SocketException or IOException or InvalidDataException)
            {
                Log.Failed(logger, server, e.Message);
            }
        }

        return failure;
    }

    private static byte[] BuildQuery(ForwardKey key)
    {
        var query = new byte[DnsQuery.HeaderLength + key.Name.Length + 4 + 11];
        BinaryPrimitives.WriteUInt16BigEndian(query, (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1));
        query[2] = 1;
        query[5] = 1;
        query[11] = 1;
        key.Name.CopyTo(query, DnsQuery.HeaderLength);
        var rest = query.AsSpan(DnsQuery.HeaderLength + key.Name.Length);
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)key.Type);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(rest[5..], (ushort)DnsType.Opt);
        BinaryPrimitives.WriteUInt16BigEndian(rest[7..], UdpSize);
        if (key.DnssecOk) rest[11] = 0x80;
        return query;
    }

    private void Store(ForwardKey key, DnsResponse response)
    {
        var seconds = Life(response);
        if (seconds == 0) return;
        if (_cache.Count >= CacheLimit) MakeRoom();
        _cache[key] = new Entry(response, time.GetTimestamp(), TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Seconds an answer may be kept: its shortest record's, or for "no such name" what the zone's SOA allows.</summary>
    private static uint Life(DnsResponse response)
    {
        if (response.Rcode is not (DnsRcode.NoError or DnsRcode.NameError)) return 0;
        uint life = MaxTtlSeconds;
        if (response.Answers.IsEmpty)
        {
            var soa = response.Authority.FirstOrDefault(r => r.Type == DnsType.Soa);
            return soa is null ? 0 : Math.Min(Math.Min(life, soa.Ttl), BinaryPrimitives.ReadUInt32BigEndian(soa.Data.AsSpan(soa.Data.Length - 4)));
        }

        foreach (var record in response.Answers) life = Math.Min(life, record.Ttl);
        return life;
    }

    private void MakeRoom()
    {
        foreach (var (key, entry) in _cache)
        {
            if (time.GetElapsedTime(entry.Stored) >= entry.Life) _cache.TryRemove(key, out _);
        }

        if (_cache.Count < CacheLimit) return;
        foreach (var (key, _) in _cache.Take(CacheLimit / 8)) _cache.TryRemove(key, out _);
    }

    private sealed record Entry(DnsResponse Response, long Stored, TimeSpan Life);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "More than {Limit} queries are waiting for other name servers: another one was refused")]
        public static partial void TooMany(ILogger logger, int limit);

        [LoggerMessage(2, LogLevel.Debug, "Name server {Server} did not answer in time about {Name}")]
        public static partial void NoAnswer(ILogger logger, IPEndPoint server, string name);

        [LoggerMessage(3, LogLevel.Debug, "Name server {Server} failed: {Error}")]
        public static partial void Failed(ILogger logger, IPEndPoint server, string error);
    }
}
