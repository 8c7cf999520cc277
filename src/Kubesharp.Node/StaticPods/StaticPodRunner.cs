using System.Threading.Channels;
using Kubesharp.Api.Core.V1;
using Kubesharp.Client;
using Kubesharp.Node.Pods;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.StaticPods;

/// <summary>Runs the pods of a folder as they come, change and go. A changed file makes a new pod, which waits for the end of the old one.</summary>
/// <param name="folder">The folder.</param>
/// <param name="runner">Runs them.</param>
/// <param name="period">How often the folder is read, beside when something happens in it.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class StaticPodRunner(StaticPodFolder folder, IPodRunner runner, TimeSpan period, TimeProvider time, ILogger<StaticPodRunner> logger)
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _gate = new();
    private readonly Dictionary<NamespacedName, Pod> _running = [];
    private readonly Dictionary<NamespacedName, (Pod Pod, Task End)> _ending = [];

    /// <summary>Which pods there are has changed.</summary>
    public event Action? Changed;

    /// <summary>The pods that run or are being ended.</summary>
    public IReadOnlyList<Pod> Pods
    {
        get
        {
            lock (_gate) return [.. _running.Values, .. _ending.Values.Where(ending => !ending.End.IsCompleted).Select(ending => ending.Pod)];
        }
    }

    /// <summary>Follows the folder until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var watcher = Watch();
        while (true)
        {
            try
            {
                Apply();
            }
            catch (IOException e)
            {
                Log.Unreadable(logger, folder.Path, e);
            }

            using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            await Task.WhenAny(Task.Delay(period, time, wait.Token), _wake.Reader.ReadAsync(wait.Token).AsTask());
            await wait.CancelAsync();
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Reads the folder and does what follows from it.</summary>
    public void Apply()
    {
        var wanted = folder.Read().ToDictionary(pod => NamespacedName.Of(pod));
        var changed = false;
        lock (_gate)
        {
            foreach (var (name, pod) in _running.ToList())
            {
                if (wanted.TryGetValue(name, out var still) && still.Metadata.Uid == pod.Metadata.Uid) continue;
                _running.Remove(name);
                runner.Remove(pod, pod.GracePeriod());
                var end = runner.CompletionOf(pod.Metadata.Uid);
                _ending[name] = (pod, end);
                end.ContinueWith(_ => _wake.Writer.TryWrite(true), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                changed = true;
            }

            foreach (var (name, ending) in _ending.ToList()) changed |= ending.End.IsCompleted && _ending.Remove(name);
            foreach (var (name, pod) in wanted)
            {
                if (_ending.ContainsKey(name) || !_running.TryAdd(name, pod)) continue;
                runner.Set(pod);
                changed = true;
            }
        }

        if (changed) Changed?.Invoke();
    }

    /// <summary>Null where the folder cannot be watched; it is read now and then all the same.</summary>
    private FileSystemWatcher? Watch()
    {
        try
        {
            Directory.CreateDirectory(folder.Path);
            var watcher = new FileSystemWatcher(folder.Path);
            watcher.Created += Wake;
            watcher.Changed += Wake;
            watcher.Deleted += Wake;
            watcher.Renamed += Wake;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotWatched(logger, folder.Path, e);
            return null;
        }

        void Wake(object sender, FileSystemEventArgs e) => _wake.Writer.TryWrite(true);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Folder {folder} of static pods cannot be read", EventName = "StaticPodsUnreadable")]
        public static partial void Unreadable(ILogger logger, string folder, Exception e);

        [LoggerMessage(2, LogLevel.Warning, "Folder {folder} of static pods cannot be watched", EventName = "StaticPodsNotWatched")]
        public static partial void NotWatched(ILogger logger, string folder, Exception e);
    }
}
