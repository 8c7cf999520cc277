using System.Text;
using Kubesharp.Bench.Processes;

namespace Kubesharp.Bench.Load;

/// <summary>Watchers on connections of their own, which count what reaches them.</summary>
internal sealed class WatchRun(Target target, MeasuredProcess process) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<LoadConnection> _connections = [];
    private readonly List<Task> _running = [];
    private long _events;
    private long _bytes;

    public long Events => Interlocked.Read(ref _events);

    /// <summary>Opens watchers, a few at a time.</summary>
    public async Task OpenAsync(int watchers, string path, CancellationToken cancellationToken)
    {
        var encoded = Encoding.ASCII.GetBytes(path);
        foreach (var some in Enumerable.Range(0, watchers).Chunk(16))
        {
            var opened = await Task.WhenAll(some.Select(_ => LoadConnection.OpenAsync(target, cancellationToken)));
            _connections.AddRange(opened);
            foreach (var connection in opened)
            {
                connection.OnBody = Count;
                _running.Add(Task.Run(() => WatchAsync(connection, encoded), cancellationToken));
            }
        }
    }

    /// <summary>Takes the time until a number of further events has arrived, or until a time is up.</summary>
    public async Task<LoadResult> MeasureAsync(long events, TimeSpan patience, Func<Task> changes, CancellationToken cancellationToken)
    {
        var before = Events;
        var bytesBefore = Interlocked.Read(ref _bytes);
        var meter = new Meter(process);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(patience);
        await changes();
        while (Events - before < events && !end.IsCancellationRequested)
        {
            if (_running.FirstOrDefault(task => task.IsFaulted) is { } failed) await failed;
            await Task.Delay(1, cancellationToken);
        }

        return meter.Result(Events - before, Interlocked.Read(ref _bytes) - bytesBefore, []);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var connection in _connections) await connection.DisposeAsync();
        _stop.Dispose();
    }

    private async Task WatchAsync(LoadConnection connection, byte[] path)
    {
        var response = await connection.SendAsync("GET", path, "", default, _stop.Token);
        throw new BenchException($"a watch ended with {response.Status}");
    }

    /// <summary>Every event is one line.</summary>
    private void Count(ReadOnlySpan<byte> body)
    {
        Interlocked.Add(ref _events, body.Count((byte)'\n'));
        Interlocked.Add(ref _bytes, body.Length);
    }
}
