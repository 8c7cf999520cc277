using System.Globalization;
using System.Text.Json.Nodes;
using Kubesharp.Api;
using Kubesharp.Client;

namespace Kubesharp.Scheduler.Tests.Vectors;

/// <summary>What informers have handed out, so that a test can wait until what it wrote has arrived.</summary>
internal sealed class SeenObjects
{
    private readonly object _gate = new();
    private readonly Dictionary<(Type Kind, string Key), long> _revisions = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Follows an informer. Handlers that it has already come first.</summary>
    public void Follow<T>(IInformer<T> informer)
        where T : class, IResource<T> => informer.AddHandler(new InformerHandler<T>
        {
            Added = (value, _) => Note(value, Revision(value.Metadata.ResourceVersion)),
            Updated = (_, value) => Note(value, Revision(value.Metadata.ResourceVersion)),
            Deleted = (last, _) => Note(last, null),
        });

    /// <summary>Waits until an object as it was written, or a later state of it, was handed out.</summary>
    public Task SeenAsync<T>(JsonObject written, CancellationToken cancel)
    {
        var metadata = written["metadata"]!;
        var revision = Revision((string)metadata["resourceVersion"]!);
        return WaitAsync<T>($"{(string?)metadata["namespace"]}/{(string)metadata["name"]!}", seen => seen >= revision, cancel);
    }

    /// <summary>Waits until an object is gone.</summary>
    public Task GoneAsync<T>(string key, CancellationToken cancel) => WaitAsync<T>(key, seen => seen is null, cancel);

    private async Task WaitAsync<T>(string key, Func<long?, bool> condition, CancellationToken cancel)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (condition(_revisions.TryGetValue((typeof(T), key), out var revision) ? revision : null)) return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancel);
        }
    }

    private void Note<T>(T value, long? revision)
        where T : class, IResource<T>
    {
        var key = (typeof(T), $"{value.Metadata.Namespace}/{value.Metadata.Name}");
        TaskCompletionSource before;
        lock (_gate)
        {
            if (revision is { } number) _revisions[key] = number;
            else _revisions.Remove(key);
            before = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.SetResult();
    }

    private static long Revision(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
