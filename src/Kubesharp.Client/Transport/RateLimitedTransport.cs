namespace Kubesharp.Client;

/// <summary>Holds requests back so that a client sends no more than so many per second, after a burst.</summary>
/// <param name="inner">Sends the requests.</param>
/// <param name="time">Clock of the limit.</param>
/// <param name="qps">Requests per second in the long run.</param>
/// <param name="burst">Requests at once after a pause.</param>
public sealed class RateLimitedTransport(IApiTransport inner, TimeProvider time, double qps, int burst) : IApiTransport
{
    private readonly Lock _gate = new();
    private double _tokens = burst;
    private long _filled = time.GetTimestamp();

    public async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var wait = Reserve();
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
        return await inner.SendAsync(request, cancellationToken);
    }

    /// <summary>Takes a token, if need be one of the future, and tells how far off it is; so waiting requests keep their order.</summary>
    private TimeSpan Reserve()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_filled, now).TotalSeconds * qps));
            _filled = now;
            _tokens--;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / qps);
        }
    }
}
