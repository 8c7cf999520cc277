using System.Collections.Immutable;
using Kubesharp.Api;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Objects;

/// <summary>Single objects of one kind, each watched for as long as a pod holds it.</summary>
internal sealed class FollowedObjects<T>(KubernetesClient client, TimeProvider time, ILoggerFactory logs, Action<string> wake) : IAsyncDisposable
    where T : class, IResource<T>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Namespace, string Name), Entry> _entries = [];
    private readonly List<Task> _ending = [];

    public void Add(string ns, string name, string podUid)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue((ns, name), out var entry))
            {
                entry = Start(ns, name);
                _entries.Add((ns, name), entry);
            }

            entry.Pods = entry.Pods.Add(podUid);
        }
    }

    public void Remove(string ns, string name, string podUid)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue((ns, name), out var entry)) return;
            entry.Pods = entry.Pods.Remove(podUid);
            if (!entry.Pods.IsEmpty) return;
            _entries.Remove((ns, name));
            _ending.RemoveAll(task => task.IsCompleted);
            _ending.Add(StopAsync(entry));
        }
    }

    public async ValueTask<T?> GetAsync(string ns, string name, CancellationToken cancel)
    {
        Entry? entry;
        lock (_gate) _entries.TryGetValue((ns, name), out entry);
        if (entry?.Informer is { HasSynced: true } informer && informer.Get(ns, name) is { } known) return known;

        // The watch may not have brought what was made a moment ago, and a pod must not wait longer for that.
        return await client.For<T>().TryGetAsync(ns, name, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        List<Task> ending;
        lock (_gate)
        {
            foreach (var entry in _entries.Values) _ending.Add(StopAsync(entry));
            _entries.Clear();
            ending = [.. _ending];
        }

        await Task.WhenAll(ending);
    }

    private Entry Start(string ns, string name)
    {
        var factory = new InformerFactory(client, time, logs);
        var entry = new Entry(factory.For<T>(ns, fieldSelector: "metadata.name=" + name));
        entry.Informer.AddHandler(new InformerHandler<T>
        {
            Added = (_, initial) => Wake(entry, initial),
            Updated = (_, _) => Wake(entry, initial: false),
            Deleted = (_, _) => Wake(entry, initial: false),
        });
        entry.Running = factory.RunAsync(entry.Stop.Token);
        return entry;
    }

    private void Wake(Entry entry, bool initial)
    {
        if (initial) return;
        foreach (var uid in entry.Pods) wake(uid);
    }

    private static async Task StopAsync(Entry entry)
    {
        await entry.Stop.CancelAsync();
        await entry.Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        entry.Stop.Dispose();
    }

    private sealed class Entry(IInformer<T> informer)
    {
        public IInformer<T> Informer => informer;

        public CancellationTokenSource Stop { get; } = new();

        public Task Running { get; set; } = Task.CompletedTask;

        public ImmutableHashSet<string> Pods { get; set; } = [];
    }
}
