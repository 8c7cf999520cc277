using Kubesharp.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Network.Tests.Api;

/// <summary>Runs informers and components against a fake API server until disposed.</summary>
internal sealed class ComponentHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _tasks = [];
    private bool _disposed;

    public ComponentHost(TimeProvider time)
    {
        Informers = new InformerFactory(new KubernetesClient(Api, time), time, NullLoggerFactory.Instance, random: new Random(1));
        _tasks.Add(Informers.RunAsync(_stop.Token));
    }

    public FakeApiServer Api { get; } = new();

    public InformerFactory Informers { get; }

    /// <summary>Starts a component; completes when it is ready, fails when it ends before.</summary>
    public async Task StartAsync(IComponent component)
    {
        var ready = Begin(component, out var run);
        await await Task.WhenAny(run, ready);
    }

    /// <summary>Starts a component without waiting; the result completes when it is ready.</summary>
    public Task Begin(IComponent component, out Task run)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        run = component.RunAsync(() => ready.SetResult(), _stop.Token);
        _tasks.Add(run);
        return ready.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _stop.CancelAsync();
        foreach (var task in _tasks)
        {
            try
            {
                await task;
            }
            catch (OperationCanceledException)
            {
                // The way components stop.
                continue;
            }
        }

        _stop.Dispose();
    }
}
