using System.Diagnostics;
using System.Text;
using Kubesharp.Bench.Processes;

namespace Kubesharp.Bench.Load;

/// <summary>Sends requests over a number of connections, one at a time on each, and takes the time of them.</summary>
internal sealed class LoadRun(Target target, MeasuredProcess process)
{
    private const int LatencySamples = 1 << 16;

    /// <summary>Makes the request of a connection's turn. The arrays it gives out belong to the connection until its next turn.</summary>
    public delegate LoadRequest RequestSource(int connection, int turn);

    /// <summary>Runs for a time.</summary>
    public Task<LoadResult> ForAsync(TimeSpan duration, int connections, int status, RequestSource source, CancellationToken cancellationToken) =>
        RunAsync(duration, int.MaxValue, connections, status, source, cancellationToken);

    /// <summary>Runs until a number of requests has been sent.</summary>
    public Task<LoadResult> CountAsync(int requests, int connections, int status, RequestSource source, CancellationToken cancellationToken) =>
        RunAsync(TimeSpan.FromMinutes(10), requests, connections, status, source, cancellationToken);

    private async Task<LoadResult> RunAsync(TimeSpan duration, int requests, int connections, int status, RequestSource source, CancellationToken cancellationToken)
    {
        var open = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => LoadConnection.OpenAsync(target, cancellationToken)));
        try
        {
            var latencies = new long[LatencySamples];
            var next = -1;
            var served = 0;
            var bytes = 0L;
            var meter = new Meter(process);
            var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
            await Task.WhenAll(open.Select((connection, index) => Task.Run(
                async () =>
                {
                    while (true)
                    {
                        var turn = Interlocked.Increment(ref next);
                        var before = Stopwatch.GetTimestamp();
                        if (turn >= requests || before >= end) return;
                        var request = source(index, turn);
                        var response = await connection.SendAsync(request.Method, request.Path, request.ContentType, request.Body, cancellationToken);
                        if (response.Status != status) throw new BenchException(await ExplainAsync(request, response.Status, cancellationToken));
                        latencies[turn % LatencySamples] = Stopwatch.GetTimestamp() - before;
                        Interlocked.Increment(ref served);
                        Interlocked.Add(ref bytes, response.Length);
                    }
                },
                cancellationToken)));
            return meter.Result(served, bytes, latencies);
        }
        finally
        {
            foreach (var connection in open) await connection.DisposeAsync();
        }
    }

    /// <summary>Sends a refused request once more, for its message.</summary>
    private async Task<string> ExplainAsync(LoadRequest request, int status, CancellationToken cancellationToken)
    {
        await using var connection = await LoadConnection.OpenAsync(target, cancellationToken);
        var path = Encoding.ASCII.GetString(request.Path.Span);
        var (_, body) = await connection.SendTextAsync(request.Method, path, request.ContentType, Encoding.UTF8.GetString(request.Body.Span), cancellationToken);
        return $"{request.Method} {path} answered {status}; again: {body}";
    }
}
