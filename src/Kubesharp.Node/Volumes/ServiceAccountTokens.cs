using System.Collections.Concurrent;
using Kubesharp.Api.Authentication.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Client;

namespace Kubesharp.Node.Volumes;

/// <summary>Asks the API server for tokens and keeps them until four fifths of their life, or a day, have gone.</summary>
internal sealed class ServiceAccountTokens(KubernetesClient client, TimeProvider time, Random random) : ITokenSource
{
    private const long DefaultSeconds = 3600;
    private const double UsefulPart = 0.8;
    private static readonly TimeSpan LongestUse = TimeSpan.FromHours(24);
    private static readonly TimeSpan LargestJitter = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<Key, Entry> _tokens = new();

    public async Task<string> GetAsync(Pod pod, ServiceAccountTokenProjection projection, CancellationToken cancel)
    {
        var seconds = projection.ExpirationSeconds ?? DefaultSeconds;
        var account = pod.Spec.ServiceAccountName.Length > 0 ? pod.Spec.ServiceAccountName : "default";
        var key = new Key(pod.Metadata.Uid, account, projection.Audience, seconds);
        var now = time.GetUtcNow();
        _tokens.TryGetValue(key, out var known);
        if (known is not null && now < known.RefreshAt) return known.Token;
        try
        {
            var fresh = await RequestAsync(pod, key, now, cancel);
            _tokens[key] = fresh;
            return fresh.Token;
        }
        catch (Exception e) when (e is not OperationCanceledException && known is not null && now < known.ExpiresAt)
        {
            // The old one still works; the next look asks again.
            return known.Token;
        }
    }

    public DateTimeOffset? RefreshAt(string podUid)
    {
        DateTimeOffset? first = null;
        foreach (var (key, entry) in _tokens)
        {
            if (key.PodUid == podUid && (first is null || entry.RefreshAt < first)) first = entry.RefreshAt;
        }

        return first;
    }

    public void Forget(string podUid)
    {
        foreach (var key in _tokens.Keys)
        {
            if (key.PodUid == podUid) _tokens.TryRemove(key, out _);
        }
    }

    private async Task<Entry> RequestAsync(Pod pod, Key key, DateTimeOffset now, CancellationToken cancel)
    {
        var request = new TokenRequest
        {
            Spec = new TokenRequestSpec
            {
                Audiences = key.Audience.Length == 0 ? [] : [key.Audience],
                ExpirationSeconds = key.Seconds,
                BoundObjectRef = new BoundObjectReference { ApiVersion = "v1", Kind = "Pod", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
            },
        };
        var answer = await client.For<ServiceAccount>().CreateSubresourceAsync<TokenRequest, TokenRequest>(
            pod.Metadata.Namespace, key.Account, "token", request, cancel);
        var expires = answer.Status.ExpirationTimestamp;
        var useful = TimeSpan.FromTicks((long)((expires - now).Ticks * UsefulPart));
        if (useful > LongestUse) useful = LongestUse;
        return new Entry(answer.Status.Token, expires, now + useful - (LargestJitter * random.NextDouble()));
    }

    private readonly record struct Key(string PodUid, string Account, string Audience, long Seconds);

    private sealed record Entry(string Token, DateTimeOffset ExpiresAt, DateTimeOffset RefreshAt);
}
