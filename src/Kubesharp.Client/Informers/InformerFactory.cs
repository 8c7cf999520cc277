using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Client;

/// <summary>Makes and runs informers, one per kind, namespace and selectors, however many ask for it.</summary>
/// <param name="client">Lists and watches.</param>
/// <param name="time">Clock for delays and resyncs.</param>
/// <param name="logs">Makes the loggers.</param>
/// <param name="resync">How often every object is reported as updated even without a change; zero for never.</param>
/// <param name="random">Source of chance for delays and watch times; the client's when null.</param>
public sealed class InformerFactory(KubernetesClient client, TimeProvider time, ILoggerFactory logs, TimeSpan resync = default, Random? random = null)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<InformerKey, IInformerLoop> _informers = [];
    private readonly List<Task> _running = [];
    private readonly Random _random = random ?? client.Random;
    private readonly ILogger _logger = logs.CreateLogger("Kubesharp.Client.Informer");
    private CancellationToken? _stop;

    public KubernetesClient Client { get; } = client;

    /// <summary>The shared informer of a kind. One first asked for while the factory runs starts at once.</summary>
    public IInformer<T> For<T>(string ns = "", string labelSelector = "", string fieldSelector = "")
        where T : class, IResource<T> =>
        Get(Client.For<T>(), ns, labelSelector, fieldSelector);

    /// <summary>The shared informer of the metadata of any resource.</summary>
    public IInformer<PartialObjectMetadata> ForMetadata(GroupVersionResource resource, string ns = "", string labelSelector = "", string fieldSelector = "") =>
        Get(Client.ForMetadata(resource), ns, labelSelector, fieldSelector);

    /// <summary>Runs all informers, also those asked for later, until cancelled.</summary>
    /// <exception cref="InvalidOperationException">The factory has been started before.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_stop is not null) throw new InvalidOperationException("the informer factory has been started before");
            _stop = cancellationToken;
            foreach (var informer in _informers.Values) _running.Add(informer.RunAsync(cancellationToken));
        }

        var stopped = new Signal();
        await using (cancellationToken.Register(static state => ((Signal)state!).Set(), stopped)) await stopped.WaitAsync(CancellationToken.None);
        Task[] running;
        lock (_gate) running = [.. _running];
        await Task.WhenAll(running);
    }

    /// <summary>Waits until every informer asked for so far has its first list.</summary>
    public async Task WaitForSyncAsync(CancellationToken cancellationToken)
    {
        IInformerLoop[] informers;
        lock (_gate) informers = [.. _informers.Values];
        foreach (var informer in informers) await informer.WaitForSyncAsync(cancellationToken);
    }

    private Informer<T> Get<T>(ResourceClient<T> resource, string ns, string labelSelector, string fieldSelector)
        where T : class, IKubernetesObject<T>
    {
        var key = new InformerKey(typeof(T), resource.Resource, ns, labelSelector, fieldSelector);
        lock (_gate)
        {
            if (_informers.TryGetValue(key, out var known)) return (Informer<T>)known;
            var informer = new Informer<T>(resource, ns, labelSelector, fieldSelector, time, resync, _random, _logger);
            _informers.Add(key, informer);
            if (_stop is { IsCancellationRequested: false } stop) _running.Add(informer.RunAsync(stop));
            return informer;
        }
    }

    private sealed record InformerKey(Type Type, GroupVersionResource Resource, string Namespace, string LabelSelector, string FieldSelector);
}
