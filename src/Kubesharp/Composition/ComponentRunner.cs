using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Composition;

/// <summary>Runs components side by side; when one fails, all of them end.</summary>
internal sealed partial class ComponentRunner(TimeProvider time, ILogger logger)
{
    /// <summary>Runs until cancelled, or until a component fails.</summary>
    /// <param name="components">The components with the informers they look at, if any.</param>
    /// <param name="cancellationToken">Ends all of them.</param>
    public async Task RunAsync(IReadOnlyList<(IComponent Component, InformerFactory? Informers)> components, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task>();
        foreach (var (component, _) in components) running.Add(RunAsync(component, stop.Token));
        foreach (var informers in components.Select(entry => entry.Informers).OfType<InformerFactory>().Distinct()) running.Add(informers.RunAsync(stop.Token));
        if (running.Count == 0) running.Add(Task.Delay(Timeout.InfiniteTimeSpan, time, stop.Token));
        try
        {
            await await Task.WhenAny(running);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopping(logger);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(IComponent component, CancellationToken cancellationToken)
    {
        try
        {
            await component.RunAsync(() => Log.Ready(logger, component.Name), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Failed(logger, e, component.Name);
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Information, "Component {Component} is ready", EventName = "Ready")]
        public static partial void Ready(ILogger logger, string component);

        [LoggerMessage(3, LogLevel.Critical, "Component {Component} failed", EventName = "Failed")]
        public static partial void Failed(ILogger logger, Exception exception, string component);

        [LoggerMessage(4, LogLevel.Information, "Stopping", EventName = "Stopping")]
        public static partial void Stopping(ILogger logger);
    }
}
