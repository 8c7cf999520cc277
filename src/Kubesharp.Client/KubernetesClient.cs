using System.Collections.Concurrent;
using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Client;

/// <summary>Talks to one API server as one user. Thread-safe; one per component is the rule.</summary>
/// <param name="transport">Carries the requests.</param>
/// <param name="time">Clock for waiting before a retry.</param>
/// <param name="userAgent">Name the server logs and, up to the first slash, takes as default field manager.</param>
public sealed class KubernetesClient(IApiTransport transport, TimeProvider time, string userAgent = "kubesharp")
{
    /// <summary>Attempts after which an answer that asks to retry is taken as final.</summary>
    private const int MaxRetries = 10;

    private readonly ConcurrentDictionary<Type, object> _resources = new();

    public IApiTransport Transport { get; } = transport;

    public TimeProvider Time { get; } = time;

    public string UserAgent { get; } = userAgent;

    /// <summary>Source of chance for whoever spreads its requests over time and has none of its own; a simulation puts a seeded one here.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>The operations on one kind.</summary>
    public ResourceClient<T> For<T>()
        where T : class, IResource<T> =>
        (ResourceClient<T>)_resources.GetOrAdd(typeof(T), static (_, client) => new ResourceClient<T>(client, T.Resource.Gvr, MediaTypes.Json), this);

    /// <summary>Reads, watches, patches and deletes objects of any kind, seeing only their metadata.</summary>
    public ResourceClient<PartialObjectMetadata> ForMetadata(GroupVersionResource resource) =>
        new(this, resource, MediaTypes.PartialObjectMetadata);

    /// <summary>
    /// Sends a request and gives the answer whatever its status. A 429 or 5xx with a Retry-After header is retried after that time, ten times at most.
    /// </summary>
    public async Task<ApiResponse> RequestRawAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (request.UserAgent.Length == 0) request = request with { UserAgent = UserAgent };
        for (var attempt = 0; ; attempt++)
        {
            var response = await Transport.SendAsync(request, cancellationToken);
            if (attempt >= MaxRetries || RetryDelay(response) is not { } delay) return response;
            await response.DisposeAsync();
            await Task.Delay(delay, Time, cancellationToken);
        }
    }

    /// <summary>Sends a request and gives the body of a successful answer.</summary>
    /// <exception cref="StatusException">The server refused.</exception>
    public async Task<byte[]> RequestAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        await using var response = await RequestRawAsync(request, cancellationToken);
        if (!response.IsSuccess) throw await ResponseBody.ReadErrorAsync(response, request, cancellationToken);
        return await ResponseBody.ReadAsync(response, static body => body.ToArray(), cancellationToken);
    }

    private static TimeSpan? RetryDelay(ApiResponse response)
    {
        if (response.StatusCode != 429 && response.StatusCode < 500) return null;
        return response.Headers.TryGetValue("Retry-After", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
